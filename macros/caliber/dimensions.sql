{#- The dimension standard: which columns carry which dimension, and what holds them to it. -#}


{#- Where the codes of open dimensions are delivered: (dimension, level, model, column,
    column of the parent). -#}
{% macro delivered_codes() -%}
    {{ return([
        ('brand', 'brand', 'dim_products', 'brand', 'null'),
        ('category', 'level_1', 'dim_products', 'category_1', 'null'),
        ('category', 'level_2', 'dim_products', 'category_2', 'category_1'),
        ('category', 'level_3', 'dim_products', 'category_3', 'category_2'),
        ('region', 'city', 'dim_members', 'city', 'province'),
        ('region', 'city', 'dim_stores', 'city', 'province'),
        ('region', 'city', 'fct_orders', 'city', 'province'),
    ]) }}
{%- endmacro %}


{#- Dimensions whose codes sources write into their rows; an unknown one is kept and
    reported. All others are made here, and an unknown code is a fault of the project. -#}
{% macro dimensions_of_sources() -%}
    {{ return([
        'brand', 'category', 'dialogue_channel', 'journey_stage', 'medium', 'region',
        'store_kind', 'touchpoint',
    ]) }}
{%- endmacro %}


{#- {name of a column: (dimension, level)}; a name with a model before it counts for that
    model only, and none says that the column means something else. -#}
{% macro columns_of_dimensions() -%}
    {{ return({
        'channel_code': ('channel', 'channel'),
        'child_channel_code': ('channel', 'channel'),
        'first_channel_code': ('channel', 'channel'),
        'name_channel_code': ('channel', 'channel'),
        'gender_channel_code': ('channel', 'channel'),
        'birthday_channel_code': ('channel', 'channel'),
        'region_channel_code': ('channel', 'channel'),
        'phone_channel_code': ('channel', 'channel'),
        'email_channel_code': ('channel', 'channel'),
        'address_channel_code': ('channel', 'channel'),
        'first_touch_channel': ('channel', 'channel'),
        'source_channel': ('channel', 'channel'),
        'purchase_channel_preference': ('channel', 'channel'),
        'channel_class': ('channel', 'class'),
        'ownership': ('ownership', 'ownership'),
        'province': ('region', 'province'),
        'city': ('region', 'city'),
        'city_tier': ('city_tier', 'tier'),
        'brand': ('brand', 'brand'),
        'brand_preference': ('brand', 'brand'),
        'category': ('category', 'level_1'),
        'category_1': ('category', 'level_1'),
        'category_2': ('category', 'level_2'),
        'category_3': ('category', 'level_3'),
        'category_preference': ('category', 'level_1'),
        'store_kind': ('store_kind', 'kind'),
        'dim_stores.kind': ('store_kind', 'kind'),
        'member_type': ('member_type', 'type'),
        'lifecycle_stage': ('lifecycle_stage', 'stage'),
        'previous_lifecycle_stage': ('lifecycle_stage', 'stage'),
        'dim_products.lifecycle_stage': none,
        'value_layer': ('value_layer', 'layer'),
        'previous_value_layer': ('value_layer', 'layer'),
        'dialogue_channel': ('dialogue_channel', 'channel'),
        'dialogue_channel_preference': ('dialogue_channel', 'channel'),
        'touchpoint': ('touchpoint', none),
        'journey_stage': ('journey_stage', 'stage'),
        'medium': ('medium', 'medium'),
        'source_medium': ('medium', 'medium'),
    }) }}
{%- endmacro %}


{#- (dimension, level) that a column of a model carries. -#}
{% macro dimension_of_column(model, column) -%}
    {%- set columns = columns_of_dimensions() -%}
    {%- set own = model ~ '.' ~ column -%}
    {{ return(columns[own] if own in columns else columns.get(column)) }}
{%- endmacro %}


{#- A column of core or marts that carries a dimension must have the test that holds it to
    the standard, and the test must name that dimension; all that is wrong is told at
    once. -#}
{% macro check_dimension_columns() -%}
    {%- if execute -%}
        {%- set wrong = wrong_dimension_columns(graph.nodes.values()) -%}
        {%- if wrong -%}
            {{ exceptions.raise_compiler_error(
                'Columns to hold to the dimension standard:\n  ' ~ wrong | join('\n  ')
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{% macro wrong_dimension_columns(nodes) -%}
    {%- set tested = {} -%}
    {%- for node in nodes
        if node.resource_type == 'test' and node.test_metadata
        and node.test_metadata.name == 'conforms_to_dimension' -%}
        {%- set said = node.test_metadata.kwargs -%}
        {%- do tested.update({
            node.attached_node ~ '.' ~ node.column_name: (said.dimension, said.level or none)
        }) -%}
    {%- endfor -%}
    {%- set wrong = [] -%}
    {%- for node in nodes
        if node.resource_type == 'model' and node.fqn[1] in ('core', 'marts') -%}
        {%- for column in node.columns -%}
            {%- set own = node.name ~ '.' ~ column -%}
            {%- set meant = dimension_of_column(node.name, column) -%}
            {%- set said = tested.get(node.unique_id ~ '.' ~ column) -%}
            {%- if meant and not said -%}
                {%- do wrong.append(
                    own ~ ' carries the dimension ' ~ meant[0] ~ ' and has no test '
                    ~ 'conforms_to_dimension (' ~ node.patch_path ~ ')'
                ) -%}
            {%- elif meant and (said[0] != meant[0] or said[1] != meant[1]) -%}
                {%- do wrong.append(
                    own ~ ' carries the dimension ' ~ meant[0] ~ ', level ' ~ meant[1]
                    ~ '; its test says ' ~ said[0] ~ ', level ' ~ said[1]
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(wrong) }}
{%- endmacro %}

{#- Finds its way in the semantic models of models/semantic: where measures, times and
    slices come from. -#}


{% macro semantic_model_of(measure_name) -%}
    {{ return(measure_index()[measure_name].model) }}
{%- endmacro %}


{#- SQL of the date that a measure counts on. -#}
{% macro measure_time(model, measure) -%}
    {%- set name = measure.agg_time_dimension or model.defaults.agg_time_dimension -%}
    {%- set dimension = model.dimensions | selectattr('name', 'equalto', name) | first -%}
    {{ return(dimension.expr or name) }}
{%- endmacro %}


{#- Granularity of that date: day, or what a source that knows no days gives. -#}
{% macro measure_grain(measure_name) -%}
    {%- set model = semantic_model_of(measure_name) -%}
    {%- set name = measure_named(measure_name).agg_time_dimension
        or model.defaults.agg_time_dimension -%}
    {%- set dimension = model.dimensions | selectattr('name', 'equalto', name) | first -%}
    {{ return(dimension.type_params.time_granularity | string | replace('TimeGranularity.', '') | lower) }}
{%- endmacro %}


{#- Name of the entity that a row of the model is. -#}
{% macro primary_entity(model) -%}
    {%- for entity in model.entities if entity.type == 'primary' -%}
        {{ return(entity.name) }}
    {%- endfor -%}
    {{ return(model.primary_entity) }}
{%- endmacro %}


{#- Where a name of MetricFlow (`channel`, `channel__ownership`) leads from a model:
    {expr} for a column of its own; {entity, key, relation, relation_key, expr} for a
    column of the model whose primary entity it points to; nothing when it leads nowhere. -#}
{% macro path_of(model, name) -%}
    {%- set parts = name.split('__') -%}
    {%- set entity = model.entities | selectattr('name', 'equalto', parts[0]) | first -%}
    {%- if parts | length == 1 -%}
        {{ return({'expr': entity.expr or entity.name} if entity else none) }}
    {%- endif -%}
    {%- if parts[0] == primary_entity(model) -%}
        {%- set own = model.dimensions | selectattr('name', 'equalto', parts[1]) | first -%}
        {{ return({'expr': own.expr or own.name} if own else none) }}
    {%- endif -%}
    {%- for other in graph.semantic_models.values() if entity -%}
        {%- set target = other.entities | selectattr('name', 'equalto', entity.name)
            | selectattr('type', 'in', ['primary', 'unique']) | first -%}
        {%- set dimension = other.dimensions | selectattr('name', 'equalto', parts[1]) | first -%}
        {%- if target and dimension and other.name != model.name -%}
            {{ return({
                'entity': entity.name,
                'key': entity.expr or entity.name,
                'relation': other.node_relation.relation_name,
                'relation_key': target.expr or target.name,
                'expr': dimension.expr or dimension.name,
            }) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}


{#- Names of the slices a model declares: config.meta.slices is {slice: MetricFlow name}. -#}
{% macro slices_of(model) -%}
    {{ return((model.config.meta.get('slices') or {}).keys() | list) }}
{%- endmacro %}


{#- SQL of a filter of MetricFlow over the model's own columns; an empty text for none. -#}
{% macro filter_sql(model, filter) -%}
    {%- set wheres = [] -%}
    {%- for part in (filter.where_filters if filter else []) -%}
        {%- set sql = namespace(text=part.where_sql_template) -%}
        {%- for call in modules.re.findall("\\{\\{[^}]*\\}\\}", part.where_sql_template) -%}
            {%- set name = modules.re.findall("Dimension\\(['\"]([a-z0-9_]+)['\"]\\)", call) | first -%}
            {%- set path = path_of(model, name) if name else none -%}
            {%- if not path or path.entity -%}
                {{ exceptions.raise_compiler_error(
                    "Filter " ~ call ~ " on semantic model " ~ model.name
                    ~ ": only Dimension('<primary entity>__<dimension>') of the model itself is"
                    ~ " compiled to kpi_daily."
                ) }}
            {%- endif -%}
            {%- set sql.text = sql.text | replace(call, path.expr) -%}
        {%- endfor -%}
        {%- do wheres.append('(' ~ sql.text ~ ')') -%}
    {%- endfor -%}
    {{ return(wheres | join(' and ')) }}
{%- endmacro %}


{#- The entity that a count_distinct measure counts: its expression is the key of one of
    the model's entities, or that key under a condition. Nothing when it is neither. -#}
{% macro counted_entity(model, measure) -%}
    {%- for entity in model.entities -%}
        {%- set key = entity.expr or entity.name -%}
        {%- if modules.re.search('(^|then )' ~ key ~ '( end)?$', (measure.expr or measure.name) | trim) -%}
            {{ return(key) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

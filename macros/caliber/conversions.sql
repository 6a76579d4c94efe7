{#- Conversion metrics: each event of the conversion measure goes to the last base event of
    the same entity on or before its day and within the window. Base and conversion days
    of an entity are laid on one line and read once; no join of the two. A base day with
    several slice values counts for the first in alphabetical order. -#}
{% macro conversion_sql(name, column, plan, grains) -%}
    {%- set params = column.metric.type_params.conversion_type_params -%}
    {%- set base = plan.columns[column.base] -%}
    {%- set model = semantic_model_of(params.conversion_measure.name) -%}
    {%- set measure = measure_named(params.conversion_measure.name) -%}
    {%- set slices = column.slices | unique | sort | list -%}
    {%- set base_scan = {
        'model': base.model, 'time': measure_time(base.model, base.measure),
        'entity': entity_key(base.model, params.entity, column.metric), 'columns': ['is_base'],
    } -%}
    {%- set marker = {'columns': {'is_base': {'measure': {'expr': 'true', 'agg': 'max'}, 'where': base.where}}} -%}
    {%- set event = measure_sql({'measure': measure, 'where': filter_sql(model, params.conversion_measure.filter)}) -%}
    {%- if measure.agg == 'count' -%}
        {%- set event = 'case when ' ~ event ~ ' is not null then 1 end' -%}
    {%- endif -%}
{{ name }}__line as (
    select
        entity_key,
        on_day,
        0 as is_event,
        {%- for slice in slices %}
        min(slice_{{ slice }}) as slice_{{ slice }},
        {%- endfor %}
        0 as amount
    from (
        {{ source_rows(base_scan, marker, slices, ['day']) }}
    ) as base_rows
    where is_base and entity_key is not null
    group by entity_key, on_day
    union all
    select
        {{ entity_key(model, params.entity, column.metric) }} as entity_key,
        cast({{ measure_time(model, measure) }} as date) as on_day,
        1 as is_event,
        {%- for slice in slices %}
        null as slice_{{ slice }},
        {%- endfor %}
        {{ event }} as amount
    from {{ model.node_relation.relation_name }}
    where {{ measure_time(model, measure) }} <= {{ as_of_date() }}
),

{{ name }}__placed as (
    select
        *,
        max(case when is_event = 0 then on_day end) over (
            partition by entity_key
            order by on_day, is_event
            rows between unbounded preceding and current row
        ) as base_on
    from {{ name }}__line
),

{{ name }} as (
    {%- set rows %}
        select
            {%- for grain in grains %}
            {{ period_start('base_on', grain) }} as on_{{ grain }},
            {%- endfor %}
            {%- for slice in slices %}
            max(slice_{{ slice }}) as slice_{{ slice }},
            {%- endfor %}
            sum(case
                when
                    is_event = 1
                    and {{ days_between('base_on', 'on_day') }} < {{ column.window }}
                    then amount
            end) as {{ name }}
        from {{ name }}__placed
        where base_on is not null
        group by entity_key, base_on
    {%- endset %}
    {{ grouped_rows(rows, slices, grains, [], {name: 'sum(' ~ name ~ ')'}) }}
),
{%- endmacro %}


{% macro entity_key(model, entity_name, metric) -%}
    {%- set entity = model.entities | selectattr('name', 'equalto', entity_name) | first -%}
    {%- if not entity -%}
        {{ exceptions.raise_compiler_error(
            'Metric ' ~ metric.name ~ ": semantic model " ~ model.name ~ " has no entity '"
            ~ entity_name ~ "', over which it converts."
        ) }}
    {%- endif -%}
    {{ return(entity.expr or entity.name) }}
{%- endmacro %}

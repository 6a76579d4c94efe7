{#- Compiles metric definitions to SQL. The definitions are the MetricFlow YAML in
    models/semantic; nothing here knows a metric by name. Handles simple metrics over sum
    and count_distinct measures, and ratios of them. -#}


{#- CTEs that end in `measures`: rows (on_date, slice_dimension, slice_value, measure,
    amount) of all measures that metrics use, for the whole company and by channel. Each
    semantic model is scanned once, and once more only for heads, which do not add up. -#}
{% macro measure_ctes() -%}
    {%- set parts = [] -%}
    {%- for model in graph.semantic_models.values() | sort(attribute='name') -%}
        {%- set measures = model.measures | selectattr('name', 'in', used_measures()) | list -%}
        {%- if measures %}
{{ semantic_model_ctes(model, measures) }}
            {%- do parts.append(long_measures(model.name, measures)) -%}
        {%- endif -%}
    {%- endfor %}

measures as (
    {{- parts | join('\n    union all') }}
)
{%- endmacro %}


{% macro used_measures() -%}
    {%- set names = [] -%}
    {%- for metric in graph.metrics.values() if metric.type == 'simple' -%}
        {%- do names.append(metric.type_params.measure.name) -%}
    {%- endfor -%}
    {{ return(names | unique | list) }}
{%- endmacro %}


{#- The measures of one semantic model side by side, by day and channel and by day. -#}
{% macro semantic_model_ctes(model, measures) -%}
    {%- set day = model.defaults.agg_time_dimension -%}
    {%- set channel = (model.entities | selectattr('name', 'equalto', 'channel') | first).expr -%}
    {%- set additive = measures | rejectattr('agg', 'equalto', 'sum') | list == [] %}
{{ model.name }}_by_channel as (
    select
        {{ day }} as on_date,
        {{ channel }} as slice_value,
        {%- for measure in measures %}
        {{ measure_aggregate(measure) }} as {{ measure.name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model.node_relation.relation_name }}
    where {{ day }} <= {{ as_of_date() }}
    group by {{ day }}, {{ channel }}
),

{{ model.name }}_whole as (
    {%- if additive %}
    select
        on_date,
        {%- for measure in measures %}
        sum({{ measure.name }}) as {{ measure.name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model.name }}_by_channel
    group by on_date
    {%- else %}
    select
        {{ day }} as on_date,
        {%- for measure in measures %}
        {{ measure_aggregate(measure) }} as {{ measure.name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model.node_relation.relation_name }}
    where {{ day }} <= {{ as_of_date() }}
    group by {{ day }}
    {%- endif %}
),
{%- endmacro %}


{% macro long_measures(model_name, measures) -%}
    {%- for measure in measures %}
    select
        on_date,
        'channel_code' as slice_dimension,
        slice_value,
        '{{ measure.name }}' as measure,
        cast({{ measure.name }} as double) as amount
    from {{ model_name }}_by_channel
    union all
    select
        on_date,
        'all' as slice_dimension,
        'all' as slice_value,
        '{{ measure.name }}' as measure,
        cast({{ measure.name }} as double) as amount
    from {{ model_name }}_whole
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}


{% macro measure_aggregate(measure) -%}
    {%- if measure.agg in ('sum', 'min', 'max') -%}
        {{ measure.agg }}({{ measure.expr }})
    {%- elif measure.agg == 'count_distinct' -%}
        count(distinct {{ measure.expr }})
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            "Measure " ~ measure.name ~ ": aggregation '" ~ measure.agg
            ~ "' is not compiled to kpi_daily yet; see macros/caliber/kpi.sql."
        ) }}
    {%- endif -%}
{%- endmacro %}


{#- The metrics over a relation of measure values. -#}
{% macro metric_values(relation) -%}
    {%- for metric in graph.metrics.values() | sort(attribute='name') %}
    {%- set version = metric.config.meta.caliber_version %}
    {%- if metric.type == 'simple' %}
    select
        on_date,
        '{{ metric.name }}' as metric,
        {{ version }} as caliber_version,
        slice_dimension,
        slice_value,
        amount as value,
        amount as numerator,
        cast(null as double) as denominator
    from {{ relation }}
    where measure = '{{ metric.type_params.measure.name }}'
    {%- elif metric.type == 'ratio' %}
    select
        below.on_date,
        '{{ metric.name }}' as metric,
        {{ version }} as caliber_version,
        below.slice_dimension,
        below.slice_value,
        above.amount / nullif(below.amount, 0) as value,
        above.amount as numerator,
        below.amount as denominator
    from {{ relation }} as below
    left join {{ relation }} as above
        on
            below.on_date = above.on_date
            and below.slice_dimension = above.slice_dimension
            and below.slice_value = above.slice_value
            and above.measure = '{{ measure_of(metric.type_params.numerator.name) }}'
    where below.measure = '{{ measure_of(metric.type_params.denominator.name) }}'
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            'Metric ' ~ metric.name ~ ": type '" ~ metric.type
            ~ "' is not compiled to kpi_daily yet; see macros/caliber/kpi.sql."
        ) }}
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{% macro measure_of(metric_name) -%}
    {%- set metric = graph.metrics['metric.' ~ project_name ~ '.' ~ metric_name] -%}
    {{ return(metric.type_params.measure.name) }}
{%- endmacro %}

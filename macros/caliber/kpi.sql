{#- Compiles metric definitions to SQL. The definitions are the MetricFlow YAML in
    models/semantic; nothing here knows a metric by name. Handles simple metrics over sum
    and count_distinct measures, and ratios of them. -#}


{#- Rows (on_date, slice_dimension, slice_value, measure, amount) of all measures that
    metrics use, for the whole company and by channel. -#}
{% macro measure_values() -%}
    {%- set used = used_measures() -%}
    {%- set parts = [] -%}
    {%- for model in graph.semantic_models.values() | sort(attribute='name') -%}
        {%- set measures = model.measures | selectattr('name', 'in', used) | list -%}
        {%- if measures -%}{%- do parts.append(semantic_model_values(model, measures)) -%}{%- endif -%}
    {%- endfor -%}
    {{ parts | join('\nunion all\n') }}
{%- endmacro %}


{% macro used_measures() -%}
    {%- set names = [] -%}
    {%- for metric in graph.metrics.values() if metric.type == 'simple' -%}
        {%- do names.append(metric.type_params.measure.name) -%}
    {%- endfor -%}
    {{ return(names | unique | list) }}
{%- endmacro %}


{#- One scan of a semantic model's table gives all of its measures side by side. -#}
{% macro semantic_model_values(model, measures) -%}
    {%- set day = model.defaults.agg_time_dimension -%}
    {%- set channel = (model.entities | selectattr('name', 'equalto', 'channel') | first).expr -%}
    {%- for measure in measures %}
    select
        on_date,
        slice_dimension,
        slice_value,
        '{{ measure.name }}' as measure,
        {{ measure.name }} as amount
    from (
        select
            {{ day }} as on_date,
            case when grouping({{ channel }}) = 1 then 'all' else 'channel_code' end
                as slice_dimension,
            coalesce({{ channel }}, 'all') as slice_value,
            cast({{ measure_aggregate(measure) }} as double) as {{ measure.name }}
        from {{ model.node_relation.relation_name }}
        where {{ day }} <= {{ as_of_date() }}
        group by grouping sets (({{ day }}), ({{ day }}, {{ channel }}))
    ) as {{ measure.name }}_values
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor -%}
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

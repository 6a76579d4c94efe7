{#- Compiles the metric definitions of models/semantic to SQL: kpi_daily and kpi_periodic.
    Nothing here or below knows a metric by name.

        plan          what must be computed (plan.sql)
        measures      one scan a semantic model, all slices and grains (measures.sql)
        windows, conversions   what needs more than a day (windows.sql, conversions.sql)
        wide          one row a period and slice, one column for each of these
        metrics       expressions over the columns, one row each
-#}
{% macro kpi_sql(grains, with_offsets) -%}
    {%- set plan = kpi_plan(with_offsets) -%}
    {%- do check_slices(plan) -%}
    {%- set scans = measure_scans(plan, grains) -%}
with
    {%- for scan in scans %}
{{ scan_sql(scan, plan, grains) }}
    {%- endfor %}
    {%- for name, column in plan.columns.items() if column.kind == 'cumulative' %}
        {%- if plan.columns[column.of].entity %}
{{ active_days_sql(name, column, plan) }}
        {%- endif %}
{{ cumulative_sql(name, column, plan, grains) }}
        {%- do column.update({'cte': name}) %}
    {%- endfor %}
    {%- for name, column in plan.columns.items() if column.kind == 'conversion' %}
{{ conversion_sql(name, column, plan, grains) }}
        {%- do column.update({'cte': name}) %}
    {%- endfor %}
{{ wide_sql(plan, grains) }}

select
    {%- if grains | length > 1 %}
    grain,
    {%- endif %}
    on_date,
    metric,
    caliber_version,
    slice_dimension,
    slice_value,
    value,
    numerator,
    denominator
from (
    {{ rows_of_columns('wide', ['grain', 'on_date', 'slice_dimension', 'slice_value'], metric_structs(plan)) }}
) as metric_rows
where value is not null or denominator is not null
{%- endmacro %}


{#- Tables that semantic models stand on, as comments that dbt orders builds by. A semantic
    model on another table needs a name here. -#}
{% macro kpi_dependencies() -%}
    {%- set tables = [
        'dim_channels', 'dim_dates', 'dim_metrics', 'fct_member_days', 'fct_orders', 'pool_daily',
    ] -%}
    {%- for table in tables %}
-- depends_on: {{ ref(table) }}
    {%- endfor %}
    {%- for model in (graph.semantic_models.values() if execute else []) if model.refs[0].name not in tables -%}
        {{ exceptions.raise_compiler_error(
            'Semantic model ' ~ model.name ~ ' stands on ' ~ model.refs[0].name
            ~ ': add it to kpi_dependencies in macros/caliber/kpi.sql.'
        ) }}
    {%- endfor %}
{%- endmacro %}


{#- All columns side by side, one row a grain, date and slice. Values of days before stand
    beside the day's own under the name <column>__<n>_days_before. -#}
{% macro wide_sql(plan, grains) -%}
    {%- set ctes = {} -%}
    {%- set names = [] -%}
    {%- for name, column in plan.columns.items() -%}
        {%- do ctes.setdefault((column.cte, 0), {}).update({name: name}) -%}
        {%- do names.append(name) -%}
        {%- for days in column.shifts -%}
            {%- set shifted = name ~ '__' ~ days ~ '_days_before' -%}
            {%- do ctes.setdefault((column.cte, days), {}).update({shifted: name}) -%}
            {%- do names.append(shifted) -%}
        {%- endfor -%}
    {%- endfor -%}
wide as (
    select
        grain,
        on_date,
        slice_dimension,
        slice_value,
        {%- for name in names %}
        cast(max({{ name }}) as double) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        {%- for cte, own in ctes.items() %}
        select
            grain,
            {{ add_days('on_date', cte[1]) if cte[1] else 'on_date' }} as on_date,
            slice_dimension,
            slice_value,
            {%- for name in names %}
            {{ own[name] ~ (' as ' ~ name if own[name] != name else '') if name in own else 'null as ' ~ name }}
            {{- "," if not loop.last }}
            {%- endfor %}
        from {{ cte[0] }}
        where grain in ('{{ grains | join("', '") }}')
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as parts
    where on_date <= {{ as_of_date() }}
    group by grain, on_date, slice_dimension, slice_value
)
{%- endmacro %}


{#- For each metric, the columns of its row as SQL over the wide row. -#}
{% macro metric_structs(plan) -%}
    {%- set structs = [] -%}
    {%- for metric in plan.metrics -%}
        {%- set terms = metric.terms -%}
        {%- set given = '(' ~ terms.present | unique | join(' is not null or ') ~ ' is not null)'
            ~ " and slice_dimension in ('" ~ (['all'] + metric.slices) | join("', '") ~ "')" -%}
        {%- set numerator = terms.numerator or terms.value -%}
        {%- do structs.append({
            'metric': "'" ~ metric.name ~ "'",
            'caliber_version': metric.caliber_version,
            'value': 'case when ' ~ given ~ ' then ' ~ terms.value ~ ' end',
            'numerator': 'case when ' ~ given ~ ' then ' ~ numerator ~ ' end',
            'denominator': 'case when ' ~ given ~ ' then ' ~ terms.denominator ~ ' end'
                if terms.denominator else 'cast(null as double)',
        }) -%}
    {%- endfor -%}
    {{ return(structs) }}
{%- endmacro %}

{#- Compiles the metric definitions of models/semantic to SQL: kpi_daily and kpi_periodic.
    Nothing here or below knows a metric by name.

        plan          what must be computed (plan.sql)
        measures      one scan a semantic model, all slices and grains (measures.sql)
        windows, conversions   what needs more than a day (windows.sql, conversions.sql)
        wide          one row a period and slice, one column for each of these
        metrics       expressions over the columns, one row each

    `only` names the metrics and `only_slices` the slices that are wanted; none means all.
-#}
{% macro kpi_sql(grains, with_offsets, only=none, only_slices=none) -%}
    {%- set plan = kpi_plan(grains, with_offsets, only, only_slices) -%}
    {%- do check_slices(plan) -%}
    {%- set scans = measure_scans(plan, grains) -%}
with
    {%- for scan in scans %}
{{ scan_sql(scan, plan) }}
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
    cast(value as double) as value,
    cast(numerator as double) as numerator,
    cast(denominator as double) as denominator
from (
    {%- for source, metrics in metrics_by_source(plan).items() %}
    {{ rows_of_columns(
        source, ['grain', 'on_date', 'slice_dimension', 'slice_value'],
        metric_structs(metrics),
        "grain in ('" ~ grains | join("', '") ~ "')"
    ) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
) as metric_rows
where value is not null or denominator is not null
{%- endmacro %}


{#- Metrics by the CTE that has all their columns; `wide` for those that need several, and
    for windows and conversions that stand there anyway. -#}
{% macro metrics_by_source(plan) -%}
    {%- set sources = {} -%}
    {%- set in_wide = [] -%}
    {%- for metric in plan.metrics -%}
        {%- set ctes = source_ctes(plan, metric) -%}
        {%- if ctes | length > 1 or ctes == ['wide'] -%}
            {%- do in_wide.extend(metric.terms.columns) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for metric in plan.metrics -%}
        {%- set ctes = source_ctes(plan, metric) -%}
        {%- set name = metric.terms.columns[0] -%}
        {%- set is_wide = ctes | length > 1
            or (plan.columns[name].kind != 'measure' and name in in_wide) -%}
        {%- do sources.setdefault('wide' if is_wide else ctes[0], []).append(metric) -%}
    {%- endfor -%}
    {{ return(sources) }}
{%- endmacro %}


{#- CTEs that a metric needs, each once; shifted columns stand in `wide` only. -#}
{% macro source_ctes(plan, metric) -%}
    {%- set ctes = [] -%}
    {%- for name in metric.terms.columns -%}
        {%- do ctes.append(plan.columns[name].cte if not plan.columns[name].shifts else 'wide') -%}
    {%- endfor -%}
    {{ return(ctes | unique | list) }}
{%- endmacro %}


{#- Tables that semantic models stand on, as comments that dbt orders builds by. A semantic
    model on another table needs a name here. -#}
{% macro kpi_dependencies() -%}
    {%- set tables = [
        'campaign_results', 'dim_channels', 'dim_dates', 'dim_members', 'dim_metrics', 'dim_stores', 'fct_accounts',
        'churn_monthly', 'fct_assignments', 'fct_channel_reported', 'fct_consent_changes', 'fct_costs',
        'fct_coupons', 'fct_feedback', 'fct_interactions', 'fct_member_costs',
        'fct_member_days', 'fct_member_milestones', 'fct_orders', 'fct_points',
        'fct_referrals', 'fct_refunds', 'fct_sends', 'fct_sold_lines', 'journey_stages',
        'lifecycle_monthly', 'market_months', 'pool_daily', 'segment_flaps',
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


{#- Columns of several CTEs side by side, one row a grain, date and slice, for the metrics
    that need them so. Values of days before stand beside the day's own under the name
    <column>__<n>_days_before. -#}
{% macro wide_sql(plan, grains) -%}
    {%- set ctes = {} -%}
    {%- set names = [] -%}
    {%- set needed = [] -%}
    {%- set slices = ['all'] -%}
    {%- for metric in metrics_by_source(plan).get('wide', []) -%}
        {%- do needed.extend(metric.terms.columns) -%}
        {%- do slices.extend(metric.slices) -%}
    {%- endfor -%}
    {%- for name, column in plan.columns.items() if name in needed -%}
        {%- do ctes.setdefault((column.cte, 0), {}).update({name: name}) -%}
        {%- do names.append(name) -%}
        {%- for days in column.shifts -%}
            {%- set shifted = name ~ '__' ~ days ~ '_days_before' -%}
            {%- do ctes.setdefault((column.cte, days), {}).update({shifted: name}) -%}
            {%- do names.append(shifted) -%}
        {%- endfor -%}
    {%- endfor -%}
wide as (
    {%- if not ctes %}
    -- No metric needs columns of several.
    select null as grain
    {%- else %}
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
        where
            grain in ('{{ grains | join("', '") }}')
            and slice_dimension in ('{{ slices | unique | join("', '") }}')
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as parts
    where on_date <= {{ as_of_date() }}
    group by grain, on_date, slice_dimension, slice_value
    {%- endif %}
)
{%- endmacro %}


{#- For each metric, the columns of its row as SQL over the columns of its source. -#}
{% macro metric_structs(metrics) -%}
    {%- set structs = [] -%}
    {%- for metric in metrics -%}
        {%- set terms = metric.terms -%}
        {%- set given = '(' ~ terms.present | unique | join(' is not null or ') ~ ' is not null)'
            ~ " and slice_dimension in ('" ~ (['all'] + metric.slices) | join("', '") ~ "')" -%}
        {%- do structs.append({
            'metric': "'" ~ metric.name ~ "'",
            'caliber_version': metric.caliber_version,
            'value': 'case when ' ~ given ~ ' then ' ~ terms.value ~ ' end',
            'numerator': 'case when ' ~ given ~ ' then ' ~ (terms.numerator or terms.value) ~ ' end',
            'denominator': 'case when ' ~ given ~ ' then ' ~ terms.denominator ~ ' end'
                if terms.denominator else 'cast(null as double)',
        }) -%}
    {%- endfor -%}
    {{ return(structs) }}
{%- endmacro %}

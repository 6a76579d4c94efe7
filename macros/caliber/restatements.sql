{#- What the log of reported figures asks of the facts and of the definitions. -#}


{#- Facts that say which build wrote a row: {fact: [day, column of the account or none]}. -#}
{% macro dated_facts() -%}
    {{ return({
        'fct_assignments': ['assigned_on', 'account_key'],
        'fct_costs': ['occurred_on', none],
        'fct_coupons': ['issued_on', 'account_key'],
        'fct_feedback': ['occurred_on', 'account_key'],
        'fct_interactions': ['occurred_on', 'account_key'],
        'fct_orders': ['paid_on', 'account_key'],
        'fct_points': ['occurred_on', 'account_key'],
        'fct_referrals': ['occurred_on', 'inviter_account_key'],
        'fct_refunds': ['refunded_on', none],
        'fct_sends': ['sent_on', 'account_key'],
    }) }}
{%- endmacro %}


{#- Tables that the measures of a metric stand on. -#}
{% macro metric_tables(metric) -%}
    {%- set params = metric.type_params -%}
    {%- set measures = [] -%}
    {%- if metric.type in ('simple', 'cumulative') -%}
        {%- do measures.append(params.measure.name) -%}
    {%- elif metric.type == 'conversion' -%}
        {%- do measures.append(params.conversion_type_params.base_measure.name) -%}
        {%- do measures.append(params.conversion_type_params.conversion_measure.name) -%}
    {%- endif -%}
    {%- set tables = [] -%}
    {%- for name in measures -%}
        {%- do tables.append(semantic_model_of(name).refs[0].name) -%}
    {%- endfor -%}
    {%- for name in metric_inputs(metric) -%}
        {%- do tables.extend(metric_tables(metric_named(name))) -%}
    {%- endfor -%}
    {{ return(tables | unique | sort | list) }}
{%- endmacro %}


{#- The dated facts behind a metric, as a text. A table that does not say which build wrote
    its rows, being made anew of several facts each time, stands for all of them. -#}
{% macro metric_facts(metric) -%}
    {%- set tables = metric_tables(metric) -%}
    {%- set others = tables | reject('in', dated_facts()) | list -%}
    {{ return((dated_facts() if others else tables) | sort | join(', ')) }}
{%- endmacro %}


{#- True where two values differ by more than the order of a sum can make. -#}
{% macro values_differ(one, other) -%}
    case
        when {{ one }} is null or {{ other }} is null
            then {{ one }} is not null or {{ other }} is not null
        else abs({{ one }} - {{ other }})
            > 1e-9 * greatest(abs({{ one }}), abs({{ other }}))
    end
{%- endmacro %}


{#- CTEs that end in `written`: which builds wrote the facts behind a metric last, by day.
    Facts and metrics meet by their names first, for a pattern is slow over days. -#}
{% macro written_days(first_day) -%}
facts as (
    select distinct fact from {{ ref('kpi_fact_days') }}
),

sources as (
    select
        metrics.metric,
        facts.fact
    from {{ ref('dim_metrics') }} as metrics
    inner join facts
        on concat(', ', metrics.source_facts, ',') like concat('%, ', facts.fact, ',%')
),

written as (
    select
        sources.metric,
        days.on_date,
        max(days.last_written_build) as last_written_build,
        max(days.last_withdrawn_build) as last_withdrawn_build,
        max(days.last_moved_build) as last_moved_build
    from {{ ref('kpi_fact_days') }} as days
    inner join sources on days.fact = sources.fact
    where days.on_date between {{ first_day }} and {{ as_of_date() }}
    group by sources.metric, days.on_date
)
{%- endmacro %}


{#- Why a figure of `changed` is not what it was, from the builds in `written`. -#}
{% macro restatement_reason() -%}
case
        when not changed.was_told then 'first_report'
        when changed.is_redefined then 'definition_changed'
        when
            changed.known_reports = 1
            and changed.value_before = 0
            and changed.value is not null
            then 'zero_at_first'
        when changed.value is null then 'withdrawn'
        when written.last_written_build > changed.told_by_build then 'late_rows'
        when written.last_withdrawn_build > changed.told_by_build then 'withdrawn'
        when written.last_moved_build > changed.told_by_build then 'members_moved'
        else 'computed_anew'
    end
{%- endmacro %}

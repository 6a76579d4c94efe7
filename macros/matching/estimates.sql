{#- Metrics that touched and untouched members are compared by. -#}
{% macro matched_metrics() -%}
    {{ return(['conversion', 'orders', 'net_amount']) }}
{%- endmacro %}


{#- What both sides should be alike in at the assignment. -#}
{% macro matched_balances() -%}
    {{ return(['pre_net_amount', 'recency_days']) }}
{%- endmacro %}


{#- CTEs from `members` to `summed`: differences by cell, weighed by the touched members,
    with their error. A cell has its own variance; a side of one member takes the variance
    within the cells of its side. Degrees of freedom are those of Satterthwaite (1946). -#}
{% macro matched_estimate_ctes() -%}
{%- set columns = matched_metrics() + matched_balances() -%}
{%- set keys -%}
experiment_key, arm
{%- endset -%}
sides as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        month,
        cell,
        is_touched,
        cast(count(*) as double) as heads
        {%- for column in columns %},
        avg(cast({{ column }} as double)) as {{ column }}_mean,
        var_samp(cast({{ column }} as double)) as {{ column }}_variance
        {%- endfor %}
    from members
    where cell is not null
    group by experiment_key, campaign_key, strategy_key, arm, month, cell, is_touched
),

-- Only cells with both sides; the touched of a cell weigh as many as they are.
paired as (
    select
        touched.experiment_key,
        touched.arm,
        touched.month,
        touched.cell,
        touched.heads as touched_heads,
        untouched.heads as untouched_heads,
        touched.heads / sum(touched.heads) over (
            partition by touched.experiment_key, touched.arm
        ) as weight
        {%- for column in columns %},
        touched.{{ column }}_mean as touched_{{ column }}_mean,
        touched.{{ column }}_variance as touched_{{ column }}_variance,
        untouched.{{ column }}_mean as untouched_{{ column }}_mean,
        untouched.{{ column }}_variance as untouched_{{ column }}_variance
        {%- endfor %}
    from sides as touched
    inner join sides as untouched
        on
            touched.experiment_key = untouched.experiment_key
            and touched.arm = untouched.arm
            and touched.month = untouched.month
            and touched.cell = untouched.cell
    where touched.is_touched and not untouched.is_touched and {{ computed_once() }}
),

measured as (
    {%- for metric in matched_metrics() %}
    select
        {{ keys }},
        '{{ metric }}' as metric,
        weight
        {%- for side in ['touched', 'untouched'] %},
        {{ side }}_heads,
        {{ side }}_{{ metric }}_mean as {{ side }}_mean,
        {{ side }}_{{ metric }}_variance as {{ side }}_variance,
        sum(({{ side }}_heads - 1) * {{ side }}_{{ metric }}_variance)
            over (partition by {{ keys }})
        / nullif(sum({{ side }}_heads - 1) over (partition by {{ keys }}), 0)
            as {{ side }}_within,
        sum({{ side }}_heads - 1) over (partition by {{ keys }}) as {{ side }}_freedom
        {%- endfor %}
    from paired
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

squared as (
    select
        {{ keys }},
        metric,
        weight,
        touched_mean,
        untouched_mean
        {%- for side in ['touched', 'untouched'] %},
        {{ side }}_heads,
        power(weight, 2) * coalesce({{ side }}_variance, {{ side }}_within)
        / {{ side }}_heads as {{ side }}_square,
        case
            when {{ side }}_variance is null then {{ side }}_freedom
            else {{ side }}_heads - 1
        end as {{ side }}_freedom
        {%- endfor %}
    from measured
),

summed as (
    select
        {{ keys }},
        metric,
        count(*) as cells,
        sum(touched_heads) as matched_members,
        sum(untouched_heads) as untouched_members,
        sum(weight * touched_mean) as matched_value,
        sum(weight * untouched_mean) as untouched_value,
        sum(weight * (touched_mean - untouched_mean)) as effect,
        count(touched_square) + count(untouched_square) as squares,
        sum(touched_square) + sum(untouched_square) as square,
        sum(untouched_square) as untouched_square,
        sum(power(touched_square, 2) / nullif(touched_freedom, 0))
        + sum(power(untouched_square, 2) / nullif(untouched_freedom, 0)) as fourth
    from squared
    group by {{ keys }}, metric
)
{%- endmacro %}

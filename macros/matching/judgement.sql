{#- CTEs from `summed` to `judged`: effects with their interval or the reason why there is
    none, and whether both sides were alike. Balance is the difference of the means before,
    weighed alike, over the standard deviation of the touched (Stuart 2010). -#}
{% macro matched_judgement_ctes() -%}
balances as (
    select
        experiment_key,
        arm
        {%- for column in matched_balances() %},
        sum(weight * (touched_{{ column }}_mean - untouched_{{ column }}_mean))
            as {{ column }}_difference
        {%- endfor %}
    from paired
    group by experiment_key, arm
),

-- All that were touched, also who found nobody alike.
heads as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        count(*) as touched_members
        {%- for metric in matched_metrics() %},
        avg(cast({{ metric }} as double)) as {{ metric }}_value
        {%- endfor %}
        {%- for column in matched_balances() %},
        stddev_samp(cast({{ column }} as double)) as {{ column }}_deviation
        {%- endfor %}
    from members
    where is_touched
    group by experiment_key, campaign_key, strategy_key, arm
),

stated as (
    {%- for metric in matched_metrics() %}
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        '{{ metric }}' as metric,
        touched_members,
        {{ metric }}_value as touched_value,
        pre_net_amount_deviation,
        recency_days_deviation
    from heads
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

weighed as (
    select
        stated.experiment_key,
        stated.campaign_key,
        stated.strategy_key,
        stated.arm,
        stated.metric,
        stated.touched_members,
        stated.touched_value,
        cast(coalesce(summed.cells, 0) as bigint) as cells,
        cast(coalesce(summed.matched_members, 0) as bigint) as matched_members,
        cast(coalesce(summed.untouched_members, 0) as bigint) as untouched_members,
        {{ quotient('coalesce(summed.matched_members, 0)', 'stated.touched_members') }}
            as matched_share,
        summed.matched_value,
        summed.untouched_value,
        summed.effect,
        {%- for column, name in {
            'pre_net_amount': 'spend', 'recency_days': 'recency'
        }.items() %}
        case
            when balances.{{ column }}_difference = 0 then 0
            else balances.{{ column }}_difference
                / nullif(stated.{{ column }}_deviation, 0)
        end as {{ name }}_difference,
        {%- endfor %}
        case
            when summed.effect is null then 'nobody_alike'
            when
                least(summed.matched_members, summed.untouched_members)
                < {{ var('experiment_least_members') }}
                then 'too_few_members'
            when summed.squares < 2 * summed.cells then 'single_members'
            when summed.square = 0 then 'zero_variance'
            -- Of fewer the interval would be too narrow.
            when
                power(summed.square, 2) / summed.fourth
                < {{ var('experiment_least_members') }}
                then 'too_few_members'
        end as reason,
        sqrt(summed.square) as error,
        sqrt(summed.untouched_square) as untouched_error,
        power(summed.square, 2) / nullif(summed.fourth, 0) as freedom_of_all
    from stated
    left join summed
        on
            stated.experiment_key = summed.experiment_key
            and stated.arm = summed.arm
            and stated.metric = summed.metric
    left join balances
        on
            stated.experiment_key = balances.experiment_key
            and stated.arm = balances.arm
),

judged as (
    select
        *,
        case when reason is null then freedom_of_all end as freedom,
        case when reason is null then {{ student_95('freedom_of_all') }} * error end
            as margin_of_error,
        coalesce(
            abs(spend_difference) <= {{ var('matching_balance_limit') }}
            and abs(recency_difference) <= {{ var('matching_balance_limit') }},
            false
        ) as is_balanced
    from weighed
)
{%- endmacro %}

{#- CTEs `compared` and `matched`: the arm of a strategy that lifts conversion most
    against its control, and how far arms are above like members not touched. -#}
{% macro strategy_arm_ctes() -%}
compared as (
    select
        *,
        row_number() over (
            partition by strategy_key
            order by
                case when reason is null then 0 else 1 end asc,
                absolute_lift desc nulls last,
                arm asc
        ) as place
    from {{ ref('experiment_results') }}
    where
        strategy_key is not null
        and campaign_key is null
        and slice_dimension = 'all'
        and metric = 'conversion'
        and method = 'difference_of_proportions'
),

-- Of the arm that speaks for the strategy, else of the best that is matched.
matched as (
    select
        results.*,
        row_number() over (
            partition by results.strategy_key
            order by
                case when compared.arm is not null then 0 else 1 end asc,
                case when results.grade = 'matched' then 0 else 1 end asc,
                results.effect desc nulls last,
                results.arm asc
        ) as place
    from {{ ref('matched_results') }} as results
    left join compared
        on
            results.strategy_key = compared.strategy_key
            and results.arm = compared.arm
            and compared.place = 1
            and compared.reason is null
    where
        results.strategy_key is not null
        and results.campaign_key is null
        and results.metric = 'conversion'
)
{%- endmacro %}


{#- CTEs `margins`, what treated arms of a strategy earn a head above control, and `proofs`,
    what members treated bought a day before and in their windows that are over. -#}
{% macro strategy_window_ctes() -%}
{%- set is_known -%}
arm != 'control' and pre_net_amount is not null
{%- endset -%}
margins as (
    select
        strategy_key,
        sum(absolute_lift * members) / sum(members) as margin_lift
    from {{ ref('experiment_results') }}
    where
        strategy_key is not null
        and campaign_key is null
        and slice_dimension = 'all'
        and metric = 'margin_amount'
        and method = 'welch'
        and absolute_lift is not null
    group by strategy_key
    -- Where no cost of goods is known all margins are 0.
    having max(greatest(abs(arm_value), abs(control_value))) > 0
),

windows as (
    select
        *,
        ({{ epoch_seconds('window_to') }} - {{ epoch_seconds('window_from') }})
        / 86400.0e0 as days
    from {{ ref('experiment_members') }}
    where strategy_key is not null and campaign_key is null and is_counted
),

proofs as (
    select
        strategy_key,
        max(window_to) as last_window_to,
        {{ rounded('avg(days)', 6) }} as window_days,
        count(case when {{ is_known }} then 1 end) as before_members,
        {{ rounded(quotient(
            'sum(case when ' ~ is_known ~ ' then pre_net_amount end)',
            'count(case when ' ~ is_known ~ ' then 1 end)'
        ) ~ ' / ' ~ var('experiment_pre_days'), 6) }} as before_value,
        {{ rounded(quotient(
            'sum(case when ' ~ is_known ~ ' then net_amount end)',
            'sum(case when ' ~ is_known ~ ' then days end)'
        ), 6) }} as after_value
    from windows
    group by strategy_key
)
{%- endmacro %}

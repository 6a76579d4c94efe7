-- Net amount that experiments show as brought by their treated arms, with its interval.
-- Grain: experiment, and `all`: those with an effect together, or the global holdout
-- where there is one. Effects are taken as independent of each other, as
-- they are where members are drawn for each experiment anew.
with

{{ attribution_effect_ctes() }},

single as (
    select
        effects.experiment_key,
        effects.campaign_key,
        effects.strategy_key,
        case
            when effects.experiment_key = {{ global_holdout_key() }}
                then 'global_holdout'
            else 'own_holdout'
        end as basis,
        effects.treated_members,
        effects.control_members,
        effects.incremental_amount,
        effects.error,
        effects.margin_of_error,
        lights.light,
        effects.reason
    from effects
    left join {{ ref('experiment_health') }} as lights
        on
            effects.experiment_key = lights.experiment_key
            and lights.check_code = 'overall'
),

wholes as (
    select
        1 as place,
        basis,
        treated_members,
        control_members,
        incremental_amount,
        margin_of_error,
        light,
        reason
    from single
    where basis = 'global_holdout'
    union all
    select
        2 as place,
        'sum_of_holdouts' as basis,
        sum(treated_members) as treated_members,
        sum(control_members) as control_members,
        sum(incremental_amount) as incremental_amount,
        1.959963984540054e0 * sqrt(sum(power(error, 2))) as margin_of_error,
        case
            when max(case when light = 'red' then 1 else 0 end) = 1 then 'red'
            when max(case when light = 'amber' then 1 else 0 end) = 1 then 'amber'
            else 'green'
        end as light,
        case when count(*) = 0 then 'no_holdout' end as reason
    from single
    where reason is null
),

whole as (
    select
        *,
        row_number() over (order by place) as turn
    from wholes
),

rows_of_all as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        basis,
        treated_members,
        control_members,
        incremental_amount,
        margin_of_error,
        light,
        reason
    from single
    union all
    select
        'all' as experiment_key,
        cast(null as {{ dbt.type_string() }}) as campaign_key,
        cast(null as {{ dbt.type_string() }}) as strategy_key,
        basis,
        treated_members,
        control_members,
        incremental_amount,
        margin_of_error,
        light,
        reason
    from whole
    where turn = 1
)

select
    experiment_key,
    campaign_key,
    strategy_key,
    basis,
    cast(treated_members as bigint) as treated_members,
    cast(control_members as bigint) as control_members,
    incremental_amount,
    incremental_amount - margin_of_error as ci_low,
    incremental_amount + margin_of_error as ci_high,
    light,
    reason
from rows_of_all

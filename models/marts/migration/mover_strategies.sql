-- Which campaigns and strategies the movers of a month met, against members held out of
-- them. Grain: month of assignment, campaign, strategy, arm, stage at the opening. Of
-- an arm: how many buyers it held, and how many bought more often or spent more by the
-- end of that month. A member whose accounts are in different arms counts in none.
with

assigned as (
    select
        {{ month_of('assigned_on') }} as month,
        campaign_key,
        strategy_key,
        arm,
        member_id
    from {{ ref('fct_assignments') }}
    where
        is_first_of_member
        and not has_conflicting_arms
        and not is_deleted
        and member_id is not null
),

judged as (
    select
        assigned.month,
        assigned.campaign_key,
        assigned.strategy_key,
        assigned.arm,
        states.previous_lifecycle_stage as lifecycle_stage,
        count(*) as members,
        sum(case
            when states.window_orders > states.previous_window_orders then 1
            else 0
        end) as frequency_up_members,
        sum(case
            when states.window_net_amount > states.previous_window_net_amount then 1
            else 0
        end) as spend_up_members,
        sum(case
            when states.lifecycle_stage != states.previous_lifecycle_stage then 1
            else 0
        end) as moved_members
    from assigned
    inner join {{ ref('member_states') }} as states
        on assigned.member_id = states.member_id and assigned.month = states.month
    where states.entry = 'carried'
    group by
        assigned.month,
        assigned.campaign_key,
        assigned.strategy_key,
        assigned.arm,
        states.previous_lifecycle_stage
),

-- Those held out are compared with nobody.
compared as (
    select
        *,
        case when arm != 'control' then month end as held_out_month
    from judged
),

held_out as (
    select
        month,
        campaign_key,
        strategy_key,
        lifecycle_stage,
        members,
        frequency_up_members,
        spend_up_members
    from judged
    where arm = 'control'
)

select
    compared.month,
    compared.campaign_key,
    compared.strategy_key,
    compared.arm,
    compared.lifecycle_stage,
    compared.members,
    cast(compared.frequency_up_members as bigint) as frequency_up_members,
    cast(compared.spend_up_members as bigint) as spend_up_members,
    cast(compared.moved_members as bigint) as moved_members,
    held_out.members as held_out_members,
    cast(compared.frequency_up_members as double) / compared.members
    - cast(held_out.frequency_up_members as double) / held_out.members
        as frequency_up_lift,
    cast(compared.spend_up_members as double) / compared.members
    - cast(held_out.spend_up_members as double) / held_out.members as spend_up_lift
from compared
left join held_out
    on
        compared.held_out_month = held_out.month
        and coalesce(compared.campaign_key, '') = coalesce(held_out.campaign_key, '')
        and coalesce(compared.strategy_key, '') = coalesce(held_out.strategy_key, '')
        and compared.lifecycle_stage = held_out.lifecycle_stage

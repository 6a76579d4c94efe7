-- Members of experiments, the window their outcomes count in, and what they were
-- before. Grain: experiment, member; of a member with several accounts the earliest
-- assignment. Outcomes lie in [window_from, window_to): the days of the campaign from
-- the assignment on, or experiment_window_days of a strategy; of a global holdout all
-- of its days until now, as it has to cover what it is held against. Withdrawn rows,
-- accounts of nobody known and the erased are left out; excluded_reason says which
-- others do not count.
with

assigned as (
    select
        {{ experiment_key() }} as experiment_key,
        campaign_key,
        strategy_key,
        member_id,
        arm,
        propensity,
        channel_code,
        has_conflicting_arms,
        assigned_at,
        {{ month_of(add_days(month_of('assigned_on'), -1)) }} as month_before,
        assigned_at - interval {{ var('experiment_pre_days') }} day as pre_from,
        assigned_at + interval {{ var('experiment_window_days') }} day as window_end,
        {{ local_to_utc(
            'cast(' ~ add_days(as_of_date(), 1) ~ ' as timestamp)'
        ) }} as data_until
    from {{ ref('fct_assignments') }}
    where
        is_first_of_member
        and not is_deleted
        and member_id is not null
        and assigned_on <= {{ as_of_date() }}
),

campaigns as (
    select
        campaign_key,
        {{ local_to_utc('cast(starts_on as timestamp)') }} as starts_at,
        {{ local_to_utc('cast(' ~ add_days('ends_on', 1) ~ ' as timestamp)') }}
            as ends_at
    from {{ ref('dim_campaigns') }}
),

holdouts as (
    select
        strategy_key,
        {{ local_to_utc('cast(' ~ add_days('ends_on', 1) ~ ' as timestamp)') }}
            as ends_at
    from {{ ref('dim_strategies') }}
    where kind = 'holdout'
),

framed as (
    select
        assigned.*,
        campaigns.starts_at,
        holdouts.strategy_key is not null as is_global_holdout,
        greatest(assigned.assigned_at, coalesce(
            campaigns.starts_at, assigned.assigned_at
        )) as window_from,
        case
            -- An end that is not known is none: least() takes the other.
            when holdouts.strategy_key is not null
                then least(holdouts.ends_at, assigned.data_until)
            else coalesce(campaigns.ends_at, assigned.window_end)
        end as window_to
    from assigned
    left join campaigns on assigned.campaign_key = campaigns.campaign_key
    left join holdouts on assigned.strategy_key = holdouts.strategy_key
),

judged as (
    select
        *,
        case
            when has_conflicting_arms then 'conflicting_arms'
            when window_from >= window_to then 'assigned_after_window'
            when window_to > data_until then 'open_window'
        end as excluded_reason
    from framed
)

select
    judged.experiment_key,
    judged.campaign_key,
    judged.strategy_key,
    judged.member_id,
    judged.arm,
    judged.propensity,
    judged.excluded_reason,
    judged.excluded_reason is null as is_counted,
    judged.channel_code,
    coalesce(rfm.stable_segment_code, 'none') as rfm_segment_before,
    coalesce(lifecycle.lifecycle_stage, 'none') as lifecycle_stage_before,
    judged.month_before,
    judged.is_global_holdout,
    members.first_seen_at <= judged.pre_from as has_pre_period,
    judged.starts_at,
    judged.pre_from,
    judged.assigned_at,
    judged.window_from,
    judged.window_to
from judged
inner join {{ ref('dim_members') }} as members
    on judged.member_id = members.member_id
left join {{ ref('rfm_monthly') }} as rfm
    on judged.member_id = rfm.member_id and judged.month_before = rfm.month
left join {{ ref('lifecycle_monthly') }} as lifecycle
    on judged.member_id = lifecycle.member_id and judged.month_before = lifecycle.month
where not members.is_erased

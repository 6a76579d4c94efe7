-- Members of campaigns and strategies, their window, and what they were before it.
-- Grain: campaign or strategy, member. The window of conversion_window_days begins
-- with the assignment, [assigned_at, window_to), in treated arms and control alike.
-- A member whose accounts are in different arms counts in none. A global holdout is no
-- strategy of its own.
{% set days = var('conversion_window_days') -%}
{% set by_member -%}
partition by member_id, subject_kind order by assigned_at, subject_key
{%- endset -%}
with

named as (
    {{ rows_of_subjects('fct_assignments', [
        'member_id', 'arm', 'has_conflicting_arms', 'assigned_at', 'assigned_on'
    ], 'is_first_of_member and member_id is not null') }}
),

assigned as (
    select
        subject_kind,
        subject_key,
        member_id,
        min(arm) as arm,
        min(arm) != 'control' as is_treated,
        min(assigned_at) as assigned_at,
        min(assigned_at) + interval {{ days }} day as window_to,
        min(assigned_on) as assigned_on
    from named
    where
        assigned_on <= {{ as_of_date() }}
        and (
            subject_kind = 'campaign'
            or subject_key not in (
                select strategy_key from {{ ref('dim_strategies') }}
                where kind = 'holdout'
            )
        )
    group by subject_kind, subject_key, member_id
    having
        min(arm) = max(arm)
        and max(case when has_conflicting_arms then 1 else 0 end) = 0
),

-- Windows are of one length, so two of a member overlap when the treated assignment
-- before, or the one after, is less than a window away.
placed as (
    select
        *,
        {{ month_of(add_months('assigned_on', -1)) }} as month_before,
        max(case when is_treated then assigned_at end) over (
            {{ by_member }} rows between unbounded preceding and 1 preceding
        ) as previous_assigned_at,
        min(case when is_treated then assigned_at end) over (
            {{ by_member }} rows between 1 following and unbounded following
        ) as next_assigned_at
    from assigned
)

select
    placed.subject_kind,
    placed.subject_key,
    placed.member_id,
    placed.arm,
    placed.is_treated,
    coalesce(segments.stable_segment_code, 'unscored') as rfm_segment,
    coalesce(stages.lifecycle_stage, 'prospect') as lifecycle_stage,
    coalesce(
        placed.previous_assigned_at + interval {{ days }} day > placed.assigned_at,
        false
    )
    or coalesce(placed.next_assigned_at < placed.window_to, false) as is_overlapping,
    placed.window_to > {{ end_of_data() }} as is_censored,
    placed.assigned_at,
    placed.window_to,
    placed.assigned_on
from placed
left join {{ ref('rfm_monthly') }} as segments
    on
        placed.member_id = segments.member_id
        and placed.month_before = segments.month
left join {{ ref('lifecycle_monthly') }} as stages
    on
        placed.member_id = stages.member_id
        and placed.month_before = stages.month

-- The stages of a member's journey, one after the other. Grain: member, first day of
-- the stage; half-open, so that a member has one stage on a day. The stage is that of
-- the farthest step taken so far; a buyer without an order for churned_days is silent
-- until the next one.
{% set in_order = 'partition by member_id order by on_date' -%}
with

rules as (
    {{ lifecycle_rules() }}
),

steps as (
    select * from {{ ref('journey_steps') }}
),

buying_days as (
    select
        member_id,
        on_date,
        next_order_on
    from {{ ref('fct_member_days') }}
    where is_first_of_day and on_date <= {{ as_of_date() }}
),

moments as (
    select
        member_id,
        reached_on as on_date,
        step_no,
        cast(null as int) as silence
    from {{ ref('journey_member_steps') }}
    union all
    select
        buying_days.member_id,
        {{ add_days('buying_days.on_date', 'rules.churned_days + 1') }} as on_date,
        cast(null as int) as step_no,
        1 as silence
    from buying_days
    cross join rules
    where
        coalesce(
            {{ days_between('buying_days.on_date', 'buying_days.next_order_on') }}
            > rules.churned_days + 1,
            true
        )
    union all
    select
        member_id,
        on_date,
        cast(null as int) as step_no,
        0 as silence
    from buying_days
),

days as (
    select
        moments.member_id,
        moments.on_date,
        max(moments.step_no) as step_no,
        min(moments.silence) as silence
    from moments
    inner join {{ ref('dim_members') }} as members
        on moments.member_id = members.member_id and not members.is_erased
    where moments.on_date <= {{ as_of_date() }}
    group by moments.member_id, moments.on_date
),

running as (
    select
        member_id,
        on_date,
        max(step_no) over ({{ in_order }}) as step_no,
        coalesce({{ last_known('silence', in_order) }}, 0) as silence
    from days
),

staged as (
    select
        running.member_id,
        running.on_date,
        case when running.silence = 1 then 'silent' else steps.journey_stage end
            as journey_stage
    from running
    inner join steps on running.step_no = steps.step_no
),

followed as (
    select
        *,
        lag(journey_stage) over ({{ in_order }}) as previous_stage
    from staged
),

begun as (
    select * from followed
    where previous_stage is null or previous_stage != journey_stage
)

select
    member_id,
    journey_stage,
    previous_stage,
    lead(journey_stage) over ({{ in_order }}) as next_stage,
    on_date as valid_from,
    lead(on_date) over ({{ in_order }}) as valid_to,
    lead(on_date) over ({{ in_order }}) is null as is_current
from begun

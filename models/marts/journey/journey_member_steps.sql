-- When a member first took each step of the journey. Grain: member, step; erased
-- members are left out. Steps may be skipped and taken in any order.
with

members as (
    select
        member_id,
        {{ business_date('first_seen_at') }} as first_seen_on
    from {{ ref('dim_members') }}
    where not is_erased
),

orders as (
    select
        member_id,
        paid_on,
        row_number() over (partition by member_id order by paid_at, order_key) as place
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null and paid_on <= {{ as_of_date() }}
),

first_orders as (
    select
        member_id,
        paid_on
    from orders
    where place = 1
),

taken as (
    select
        member_id,
        'met' as step_code,
        first_seen_on as reached_on
    from members
    union all
    select
        member_id,
        'connected' as step_code,
        occurred_on as reached_on
    from {{ ref('fct_interactions') }}
    where
        kind in ('register', 'follow', 'add_friend', 'join_group') and not is_deleted
    union all
    select
        member_id,
        'connected' as step_code,
        {{ business_date('registered_at') }} as reached_on
    from {{ ref('dim_accounts') }}
    where registered_at is not null
    union all
    select
        member_id,
        case place
            when 1 then 'first_order'
            when 2 then 'second_order'
            else 'loyal_order'
        end as step_code,
        paid_on as reached_on
    from orders
    where place in (1, 2, 4)
    union all
    select
        shares.member_id,
        'referred' as step_code,
        shares.occurred_on as reached_on
    from {{ ref('fct_interactions') }} as shares
    inner join first_orders
        on
            shares.member_id = first_orders.member_id
            and shares.occurred_on >= first_orders.paid_on
    where shares.kind = 'share' and not shares.is_deleted
    union all
    select
        inviter_member_id as member_id,
        'referred' as step_code,
        occurred_on as reached_on
    from {{ ref('fct_referrals') }}
    where not is_deleted and not is_self
),

-- Nothing can come before the member was met: the first trace is the earliest.
firsts as (
    select
        taken.member_id,
        taken.step_code,
        greatest(min(taken.reached_on), min(members.first_seen_on)) as reached_on
    from taken
    inner join members on taken.member_id = members.member_id
    where taken.reached_on <= {{ as_of_date() }}
    group by taken.member_id, taken.step_code
)

select
    firsts.member_id,
    firsts.step_code,
    steps.step_no,
    firsts.reached_on
from firsts
inner join {{ ref('journey_steps') }} as steps
    on firsts.step_code = steps.step_code

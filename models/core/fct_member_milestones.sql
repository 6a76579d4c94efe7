-- What every member reaches once: met for the first time, first and second valid order.
-- Grain: member, milestone. Orders of one moment count in the order of their keys.
with

members as (
    select
        member_id,
        member_type,
        first_channel_code,
        first_seen_at
    from {{ ref('dim_members') }}
    where not is_erased
),

orders as (
    select
        member_id,
        channel_code,
        paid_on,
        row_number() over (partition by member_id order by paid_at, order_key) as place
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null
),

milestones as (
    select
        member_id,
        'first_seen' as milestone,
        first_channel_code as channel_code,
        {{ business_date('first_seen_at') }} as occurred_on
    from members
    union all
    select
        member_id,
        case when place = 1 then 'first_order' else 'second_order' end as milestone,
        channel_code,
        paid_on as occurred_on
    from orders
    where place <= 2
)

select
    milestones.member_id,
    milestones.milestone,
    milestones.channel_code,
    members.member_type,
    milestones.occurred_on
from milestones
inner join members on milestones.member_id = members.member_id

-- Points of accounts with a loyalty number: what is earned decides the tier, what is
-- burned is always less than what was earned by the same order.
create or replace table loyalty_orders as
select
    orders.order_no,
    orders.account_no,
    orders.channel_code,
    orders.order_id,
    orders.paid_s,
    accounts.active_until_s,
    orders.goods_cents // 100 as points,
from orders
inner join accounts on orders.account_no = accounts.account_no
where
    accounts.loyalty_no is not null
    and not accounts.is_void
    and orders.order_class = 'paid'
    and not orders.is_guest
    and orders.handed_over_order_no is null
    and orders.paid_s + 86400 < getvariable('end_s')
    and orders.goods_cents >= 100
;

create or replace table opening_points as
select
    account_no,
    getvariable('start_s') + account_no % 3600 as occurred_s,
    getvariable('start_s')
    + floor(
        u('points.opening_expiry', account_no) * (getvariable('days') - 2) * 86400
    )::bigint + 86400 as expires_s,
    (200 + floor(exponential('points.opening', account_no) * 600))::bigint as points,
from accounts
where
    loyalty_no is not null
    and not is_void
    and registered_s < getvariable('start_s')
    and u('points.has_opening', account_no) < 0.4
;

create or replace table point_entries as
select
    order_no * 8 as entry_no,
    account_no,
    'earn' as kind,
    points,
    paid_s + 86400 as occurred_s,
    wall_date(paid_s + 86400) + 365 as expires_on,
    channel_code || ':' || order_id as order_key,
from loyalty_orders

union all

select
    order_no * 8 + 1,
    account_no,
    'burn',
    -greatest(1, points * (40 + order_no % 50) // 100),
    paid_s + 86400
    + floor(
        u('points.burned_at', order_no) * (active_until_s - 60 - paid_s - 86400)
    )::bigint,
    null,
    null,
from loyalty_orders
where
    points > 1
    and u('points.burned', order_no) < 0.2
    and active_until_s > paid_s + 86400 + 120

union all

select
    account_no * 8 + 4,
    account_no,
    'adjust',
    points,
    occurred_s,
    wall_date(expires_s),
    null,
from opening_points

union all

select
    account_no * 8 + 5,
    account_no,
    'expire',
    -points,
    expires_s,
    null,
    null,
from opening_points
;

-- Tier by points earned since the start of the history, kept from the day reached.
create or replace table tier_periods as
with running as (
    select
        account_no,
        paid_s + 86400 as occurred_s,
        sum(points) over (
            partition by account_no order by paid_s, order_no
            rows between unbounded preceding and current row
        ) as total,
    from loyalty_orders
),

reached as (
    select
        account_no,
        case when total >= 10000 then 3 when total >= 3000 then 2 else 1 end as level,
        min(occurred_s) as reached_s,
    from running
    where total >= 1000
    group by all

    union all

    select
        account_no,
        0,
        registered_s,
    from accounts
    where loyalty_no is not null and not is_void
),

-- A jump over a tier leaves no period of it.
dated as (
    select
        account_no,
        max(level) as level,
        reached_s,
    from reached
    group by account_no, reached_s
)

select
    account_no * 4 + level as tier_no,
    account_no,
    ['普通', '银卡', '金卡', '钻石'][level + 1] as tier,
    case when level = 0 then 'join' else 'upgrade' end as reason,
    reached_s as valid_from_s,
    lead(reached_s) over (partition by account_no order by level) as valid_to_s,
from dated
;

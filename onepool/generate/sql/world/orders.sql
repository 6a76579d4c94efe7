-- Orders: a Poisson count for each account that sells over the slots in which its
-- owner is active, one order at many first registrations, and the orders campaigns
-- and strategies really cause.
create or replace table buying_windows as
with bounded as (
    select
        buying.account_no,
        buying.person_id,
        buying.registered_s,
        buying.active_until_s,
        buying.share * people.rate as relative_rate,
        greatest(buying.registered_s, getvariable('start_s')) as from_s,
        buying.registered_s >= getvariable('start_s')
        and u('order.at_registration', buying.account_no) < 0.45
            as buys_at_once,
    from buying_accounts as buying
    inner join people on buying.person_id = people.person_id
    where buying.active_until_s > getvariable('start_s') + 3600
)

select
    bounded.account_no,
    bounded.registered_s,
    bounded.active_until_s,
    bounded.from_s,
    bounded.relative_rate,
    bounded.buys_at_once,
    opening.first_slot
    + floor(
        opening.weight * ((bounded.from_s - getvariable('start_s')) % 86400) / 86400.0
    )::integer as from_slot,
    closing.first_slot
    + floor(
        closing.weight
        * ((bounded.active_until_s - 1 - getvariable('start_s')) % 86400) / 86400.0
    )::integer + 1 as to_slot,
from bounded
inner join calendar as opening
    on (bounded.from_s - getvariable('start_s')) // 86400 = opening.day_no
inner join calendar as closing
    on (bounded.active_until_s - 1 - getvariable('start_s')) // 86400 = closing.day_no
where bounded.from_s < bounded.active_until_s - 3600
;

set variable order_rate = (
    select
        greatest(
            0,
            getvariable('orders_per_person') * getvariable('people')
            * getvariable('days') / 365.0
            - count(*) filter (where buys_at_once)
        )
        / (
            sum((relative_rate * 10000)::bigint * (to_slot - from_slot)) / 10000.0
            / getvariable('year_slots')
        )
    from buying_windows
);

create or replace table orders_timed as
with counted as (
    select
        *,
        poisson(
            'order.count',
            account_no,
            relative_rate * getvariable('order_rate') * (to_slot - from_slot)
            / getvariable('year_slots')
        ) as order_count,
    from buying_windows
),

expanded as (
    select
        *,
        unnest(range(1, order_count + 1))::integer as ordinal,
    from counted
),

dayed as (
    select
        expanded.account_no,
        expanded.ordinal,
        expanded.from_s,
        expanded.active_until_s,
        getvariable('start_s') + day_slots.day_no * 86400 + hour_slots.hour * 3600
        + pick2('order.second', account_no, ordinal, 3600) as drawn_s,
    from expanded
    inner join day_slots
        on from_slot + pick2('order.day', account_no, ordinal, to_slot - from_slot)
        = day_slots.slot
    inner join hour_slots
        on pick2(
            'order.hour', account_no, ordinal, getvariable('hour_slot_count')
        ) = hour_slots.slot
)

select
    account_no,
    ordinal,
    case
        when drawn_s between from_s + 300 and active_until_s - 300 then drawn_s
        else from_s + 300
        + floor(
            u2('order.inside', account_no, ordinal) * (active_until_s - from_s - 600)
        )::bigint
    end as ordered_s,
    null::bigint as assignment_no,
from dayed

union all

select
    account_no,
    0,
    registered_s + 60 + pick('order.first', account_no, 900),
    null,
from buying_windows
where buys_at_once

union all

select
    account_no,
    (10000 + coalesce(campaign_no, 1000 + strategy_no))::integer,
    extra_order_s,
    assignment_no,
from drawn_assignments
where extra_order_s is not null
;

drop table buying_windows;

create or replace table orders_numbered as
with numbered as (
    select
        row_number() over (order by account_no, ordinal) as order_no,
        *,
    from orders_timed
),

classed as (
    select
        numbered.*,
        accounts.person_id,
        accounts.channel_no,
        accounts.channel_code,
        accounts.store_no as usual_store_no,
        case
            when assignment_no is not null then 'paid'
            when u('order.class', order_no) < getvariable('test_orders') then 'test'
            when
                u('order.class', order_no)
                < getvariable('test_orders') + getvariable('unpaid_orders')
                then 'unpaid'
            when
                u('order.class', order_no)
                < getvariable('test_orders') + getvariable('unpaid_orders')
                + getvariable('cancelled_orders') * 0.6
                then 'cancelled_unpaid'
            when
                u('order.class', order_no)
                < getvariable('test_orders') + getvariable('unpaid_orders')
                + getvariable('cancelled_orders')
                then 'cancelled_paid'
            else 'paid'
        end as drawn_class,
        assignment_no is null
        and u('order.guest', order_no) < accounts.guest_share as is_guest,
        accounts.channel_code in (
            'pos', 'counter', 'vending', 'terminal', 'dealer'
        ) as is_at_till,
    from numbered
    inner join accounts on numbered.account_no = accounts.account_no
)

select
    order_no,
    account_no,
    person_id,
    channel_no,
    channel_code,
    assignment_no,
    is_guest,
    is_at_till,
    ordered_s,
    case
        when is_at_till and drawn_class <> 'test' then 'paid'
        -- The mini-program cannot tell a cancelled paid order from a refunded one.
        when channel_code = 'mini_program' and drawn_class = 'cancelled_paid'
            then 'paid'
        else drawn_class
    end as order_class,
    case
        when u('order.usual_store', order_no) < 0.8 then usual_store_no
        else pick('order.store', order_no, getvariable('store_count'))
    end as near_store_no,
    u('order.late', order_no) < getvariable('late_rows') as may_be_late,
from classed
where
    assignment_no is null
    or assignment_no in (select assignment_no from assignments)
;

drop table orders_timed;

create or replace table orders_dated as
select
    *,
    case
        when order_class in ('unpaid', 'cancelled_unpaid') then null
        when is_at_till then ordered_s
        when u('order.pays_late', order_no) < 0.04 and assignment_no is null
            then least(
                ordered_s + 3600 + pick('order.paid_late', order_no, 86400),
                greatest(getvariable('end_s') - 60, ordered_s)
            )
        else least(
            ordered_s + 15 + pick('order.paid', order_no, 1500),
            greatest(getvariable('end_s') - 60, ordered_s)
        )
    end as paid_s,
    case order_class
        when 'cancelled_unpaid'
            then ordered_s + 1800 + pick('order.cancelled', order_no, 86400)
        when 'cancelled_paid'
            then ordered_s + 7200 + pick('order.cancelled', order_no, 2 * 86400)
    end as cancelled_s,
    case
        when order_class in ('paid', 'test')
            then ordered_s + 7 * 86400 + pick('order.done', order_no, 6 * 86400)
    end as done_s,
    case
        when
            u('order.corrected', order_no) < getvariable('corrected_orders')
            and order_class = 'paid' and not is_at_till
            then ordered_s + 86400 + pick('order.corrected_at', order_no, 10 * 86400)
    end as corrected_s,
    late_visible(ordered_s, may_be_late) as visible_s,
from orders_numbered
;

drop table orders_numbered;

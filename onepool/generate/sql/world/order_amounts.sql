-- The order's totals, correction and final state.
create or replace table orders_priced as
with totals as (
    select
        order_no,
        sum(gross_cents)::bigint as gross_cents,
        sum(sold_cents)::bigint as goods_cents,
        count(*)::integer as line_count,
    from order_lines
    group by order_no
)

select
    orders.*,
    totals.gross_cents,
    totals.goods_cents,
    totals.line_count,
    case
        when is_at_till or totals.goods_cents >= 9900 then 0
        when channel_code in ('meituan', 'eleme') then 500
        else 800
    end::bigint as shipping_cents,
    coupon_uses.coupon_no,
    coupon_uses.coupon_id,
    assignments.campaign_no,
    assignments.strategy_no,
    case
        when is_at_till then near_store_no
        when channel_code in ('meituan', 'eleme') then near_store_no
        when channel_code = 'mini_program' and u('order.pickup', orders.order_no) < 0.15
            then near_store_no
    end as store_no,
from orders_dated as orders
inner join totals on orders.order_no = totals.order_no
left join coupon_uses on orders.order_no = coupon_uses.order_no
left join assignments on orders.assignment_no = assignments.assignment_no
;

drop table orders_dated;

create or replace table orders_keyed as
select
    *,
    store_no * 3
    + case when is_at_till then 1 + order_no % 2 else 1 end as employee_no,
    case
        when corrected_s < getvariable('end_s')
            then 100 * (1 + pick('order.correction', order_no, 20))
        else 0
    end::bigint as first_error_cents,
    null::bigint as handed_over_order_no,
    case channel_code
        when 'tmall' then '39' || lpad((order_no * 1009 + 77)::varchar, 17, '0')
        when 'jd' then '29' || lpad((order_no * 13 + 5)::varchar, 11, '0')
        when 'pos' then 'T' || lpad(order_no::varchar, 11, '0')
        when 'mini_program' then 'WX' || lpad(order_no::varchar, 14, '0')
        else upper(substr(channel_code, 1, 2)) || lpad(order_no::varchar, 12, '0')
    end as order_id,
from orders_priced
;

drop table orders_priced;

-- A till hands over some orders placed online for pick-up: the same sale twice.
create or replace table handovers as
select
    row_number() over (order by orders.order_no)
    + (select max(order_no) from orders_keyed) as order_no,
    orders.order_no as source_order_no,
    pos_accounts.account_no,
from orders_keyed as orders
left join (
    select person_id, min(account_no) as account_no
    from accounts
    where channel_code = 'pos'
    group by person_id
) as pos_accounts
    on orders.person_id = pos_accounts.person_id
where
    orders.channel_code = 'mini_program'
    and orders.order_class = 'paid'
    and orders.store_no is not null
    and orders.paid_s + 86400 < getvariable('end_s')
    and u('order.handed_over', orders.order_no) < getvariable('handed_over_pickups')
;

insert into orders_keyed
by name
select
    orders.* exclude (assignment_no, campaign_no, strategy_no)
    replace (
        handovers.order_no as order_no,
        handovers.account_no as account_no,
        (select channel_no from channels where channel_code = 'pos') as channel_no,
        'pos' as channel_code,
        handovers.account_no is null as is_guest,
        true as is_at_till,
        orders.paid_s + 3600 + handovers.order_no % 72000 as ordered_s,
        orders.paid_s + 3600 + handovers.order_no % 72000 as paid_s,
        orders.paid_s + 3600 + handovers.order_no % 72000 as visible_s,
        null as done_s,
        null as corrected_s,
        0 as first_error_cents,
        'T' || lpad(handovers.order_no::varchar, 11, '0') as order_id,
        orders.order_no as handed_over_order_no
    ),
from orders_keyed as orders
inner join handovers on orders.order_no = handovers.source_order_no
;

insert into order_lines
by name
select order_lines.* replace (handovers.order_no as order_no),
from order_lines
inner join handovers on order_lines.order_no = handovers.source_order_no
;

create or replace table orders as
select
    orders.* exclude (may_be_late, near_store_no),
    goods_cents + shipping_cents as paid_cents,
    gross_cents - goods_cents as discount_cents,
    case
        when not is_guest then accounts.account_id
        when orders.channel_code <> 'pos' then 'guest-' || orders.order_id
    end as account_id,
    accounts.phone as account_phone,
    accounts.name as account_name,
    accounts.address,
    accounts.province,
    accounts.city,
    case
        when u('order.gift', orders.order_no) < 0.04
            then mobile(
                1 + pick('order.gift_to', orders.order_no, getvariable('people'))
            )
        else coalesce(people.relative_phone, people.phone)
    end as receiver_phone,
    people.name as receiver_name,
    orders.visible_s > orders.ordered_s as is_late,
from orders_keyed as orders
inner join people on orders.person_id = people.person_id
left join accounts on orders.account_no = accounts.account_no
order by orders.order_no
;

drop table orders_keyed;

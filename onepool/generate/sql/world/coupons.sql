-- Coupons of treated people are redeemed on the order they cause, blanket ones on the
-- next order that comes anyway. The face value comes off the first line.
create or replace table campaign_coupons as
select
    row_number() over (order by assignment_no) as coupon_no,
    'Q' || lpad((row_number() over (order by assignment_no))::varchar, 9, '0')
        as coupon_id,
    'TP-' || campaigns.campaign_no::varchar as template_id,
    assignments.assignment_no,
    assignments.account_no,
    assignments.campaign_no,
    campaigns.product_no,
    campaigns.face_cents,
    campaigns.face_cents * case when product_no is null then 4 else 2 end
        as minimum_cents,
    assignments.assigned_s as issued_s,
    campaigns.until_s as expires_s,
    orders.order_no as next_order_no,
    orders.ordered_s,
    u('coupon.claimed', assignment_no) as claim_draw,
    u('coupon.redeemed', assignment_no) < 0.75 as would_redeem,
from assignments
inner join campaigns on assignments.campaign_no = campaigns.campaign_no
left join orders_dated as orders using (assignment_no)
where assignments.arm <> 'control' and campaigns.has_coupon
;

-- Twice a year the own channels give a small coupon to accounts they have, whoever holds
-- them, and it brings nobody who would not have come.
set variable blanket_s = least(14 * 86400, getvariable('days') * 43200)::bigint;

create or replace table blanket_coupons as
with issued as (
    select
        accounts.account_no,
        accounts.active_until_s,
        wave,
        accounts.account_no * 2 + wave as blanket_no,
        getvariable('start_s') + wave * getvariable('days') * 43200
        + floor(
            u2('blanket.issued', accounts.account_no, wave)
            * greatest(0, getvariable('days') * 43200 - getvariable('blanket_s'))
        )::bigint as issued_s,
    from accounts
    inner join people on accounts.person_id = people.person_id
    cross join range(2) as waves (wave)
    where
        channel_code in ('mini_program', 'app', 'online_mall', 'pos', 'counter')
        and u2('blanket.chosen', accounts.account_no, wave) < 0.8
        and u('holdout.drawn', people.person_id) >= getvariable('holdout_share')
)

select
    issued.*,
    orders.order_no as next_order_no,
    orders.ordered_s,
from issued
inner join accounts using (account_no)
left join orders_dated as orders
    on issued.account_no = orders.account_no
    and orders.assignment_no is null
    and orders.order_class = 'paid'
    and not orders.is_guest
    and orders.ordered_s >= issued.issued_s
    and orders.ordered_s < issued.issued_s + getvariable('blanket_s')
where accounts.registered_s < issued.issued_s
qualify
    row_number() over (
        partition by issued.blanket_no order by orders.ordered_s, orders.order_no
    ) = 1
;

create or replace table coupons as
with listed as (
    select * from campaign_coupons

    union all by name

    select
        (select count(*) from campaign_coupons)
        + row_number() over (order by blanket_no) as coupon_no,
        'B' || lpad(blanket_no::varchar, 9, '0') as coupon_id,
        'TP-BLANKET' as template_id,
        account_no,
        500 as face_cents,
        5000 as minimum_cents,
        issued_s,
        issued_s + getvariable('blanket_s') as expires_s,
        next_order_no,
        ordered_s,
        case
            when active_until_s > issued_s + 4 * 86400
                then u('blanket.claimed', blanket_no) * 4
        end as claim_draw,
        u('blanket.redeemed', blanket_no) < 0.2 as would_redeem,
    from blanket_coupons
),

totals as (
    select
        order_no,
        sum(sold_cents) as sold_cents,
    from order_lines
    where order_no in (select next_order_no from listed where would_redeem)
    group by order_no
)

-- The order must reach the minimum, and its first line pays for the coupon.
select
    listed.* exclude (next_order_no, ordered_s, claim_draw, would_redeem),
    case
        when would_redeem and ordered_s is not null
            then greatest(issued_s + 60, ordered_s - 1200)
        when claim_draw < 0.2
            then issued_s + 60 + floor(claim_draw * 15 * 86400)::bigint
    end as claimed_s,
    order_lines.order_no,
from listed
left join totals on listed.next_order_no = totals.order_no
left join order_lines
    on listed.would_redeem
    and listed.next_order_no = order_lines.order_no
    and order_lines.line_no = 1
    and order_lines.sold_cents > listed.face_cents
    and listed.minimum_cents <= totals.sold_cents
;

create or replace table coupon_uses as
select
    order_no,
    coupon_no,
    coupon_id,
    face_cents,
from coupons
where order_no is not null
;

update order_lines
set sold_cents = sold_cents - coupon_uses.face_cents
from coupon_uses
where
    order_lines.order_no = coupon_uses.order_no
    and order_lines.line_no = 1
;

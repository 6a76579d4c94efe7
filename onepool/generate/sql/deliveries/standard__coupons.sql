-- Precise coupons of campaigns, and a blanket one for comparison.
with used as (
    select
        coupon_uses.coupon_no,
        orders.paid_s,
        orders.channel_code || ':' || orders.order_id as order_key,
    from coupon_uses
    inner join orders using (order_no)
),

blanket as (
    select
        account_no,
        active_until_s,
        getvariable('start_s')
        + floor(
            u('blanket.issued', account_no)
            * (getvariable('end_s') - 8 * 86400 - getvariable('start_s'))
        )::bigint as issued_s,
    from accounts
    where
        channel_code in ('mini_program', 'app', 'online_mall')
        and registered_s < getvariable('start_s')
        and u('blanket.chosen', account_no) < 0.4
),

unioned as (
    select
        coupons.coupon_no * 2 as coupon_key,
        coupons.coupon_id,
        'TP-' || campaign_no::varchar as template_id,
        campaign_no,
        account_no,
        face_cents,
        minimum_cents,
        issued_s,
        claimed_s,
        expires_s,
        used.paid_s as redeemed_s,
        used.order_key,
    from coupons
    left join used on coupons.coupon_no = used.coupon_no

    union all

    select
        account_no * 2 + 1,
        'B' || lpad(account_no::varchar, 9, '0'),
        'TP-BLANKET',
        null,
        account_no,
        500,
        5000,
        issued_s,
        case
            when
                u('blanket.claimed', account_no) < 0.025
                and issued_s + 86400 < active_until_s
                then issued_s + 86400
        end,
        issued_s + 7 * 86400,
        null,
        null,
    from blanket
),

seen as (
    select
        * replace (
            before_cut(claimed_s) as claimed_s,
            before_cut(redeemed_s) as redeemed_s
        ),
        greatest(issued_s, before_cut(claimed_s), before_cut(redeemed_s)) as changed_s,
    from unioned
    where issued_s < getvariable('cut_s')
)

select
    coupon_key as _key,
    changed_s as _changed_s,
    'headquarters' as _channel,
    coupon_id,
    template_id,
    'CP' || lpad(campaign_no::varchar, 4, '0') as campaign_id,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    money(face_cents) as face_value,
    money(minimum_cents) as minimum_spend,
    null as product_id,
    wall_text(issued_s) as issued_at,
    wall_text(claimed_s) as claimed_at,
    wall_text(expires_s) as expires_at,
    wall_text(redeemed_s) as redeemed_at,
    case when redeemed_s is not null then order_key end as redeemed_order_id,
from seen
inner join accounts using (account_no)
where delivered(seen.changed_s, coupon_key)

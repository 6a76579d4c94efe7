-- Precise coupons of campaigns, and a blanket one for comparison.
with used as (
    select
        coupons.*,
        orders.paid_s as redeemed_s,
        orders.channel_code || ':' || orders.order_id as order_key,
    from coupons
    left join orders on coupons.order_no = orders.order_no
),

seen as (
    select
        * replace (
            before_cut(claimed_s) as claimed_s,
            before_cut(redeemed_s) as redeemed_s
        ),
        greatest(issued_s, before_cut(claimed_s), before_cut(redeemed_s)) as changed_s,
    from used
    where issued_s < getvariable('cut_s')
)

select
    coupon_no as _key,
    changed_s as _changed_s,
    'headquarters' as _channel,
    coupon_id,
    template_id,
    campaign_key(campaign_no) as campaign_id,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    money(face_cents) as face_value,
    money(minimum_cents) as minimum_spend,
    products.product_id,
    wall_text(issued_s) as issued_at,
    wall_text(claimed_s) as claimed_at,
    wall_text(expires_s) as expires_at,
    wall_text(redeemed_s) as redeemed_at,
    case when redeemed_s is not null then order_key end as redeemed_order_id,
from seen
inner join accounts using (account_no)
left join products using (product_no)
where delivered(seen.changed_s, coupon_no)

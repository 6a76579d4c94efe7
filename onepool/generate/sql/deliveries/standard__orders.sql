select
    order_no as _key,
    changed_s as _changed_s,
    channel_code as _channel,
    order_id,
    account_id,
    iso(ordered_s, channel_code) as ordered_at,
    iso(paid_s, channel_code) as paid_at,
    case
        when cancelled_s is not null then 'cancelled'
        when paid_s is null then 'unpaid'
        else 'paid'
    end as status,
    order_class = 'test' as is_test,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    'E' || lpad((employee_no + 1)::varchar, 5, '0') as employee_id,
    null::varchar as brand,
    money(gross_cents) as gross_amount,
    money(discount_cents) as discount_amount,
    money(shipping_cents) as shipping_amount,
    money(paid_now_cents) as paid_amount,
    'CNY' as currency,
    coupon_id,
    campaign_key(campaign_no) as campaign_id,
    case
        when channel_code in ('meituan', 'eleme', 'app', 'online_mall', 'community')
            then receiver_phone
        when not is_at_till then masked_mobile(receiver_phone)
    end as receiver_phone,
    province,
    city,
    iso(changed_s, channel_code) as updated_at,
    false as is_deleted,
from orders_now
where
    channel_code not in ('tmall', 'jd', 'pos', 'mini_program')
    and delivered(changed_s, order_no)

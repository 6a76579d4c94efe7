-- Grain: an order. The report has a row a line and repeats the order on each: one line,
-- the last changed one, speaks for the order, and nothing is summed.
with

source as (
    select *
    from {{ ref('base_jd__order_items') }}
    where _row_status = 'staged'
),

ranked as (
    select
        *,
        row_number() over (
            partition by order_no
            order by
                case when _is_withdrawn then 1 else 0 end asc,
                _extract_date desc, modified_at desc nulls last, sku_code asc
        ) as line_rank,
        -- An order has changed when any of its lines has, and is gone when all are.
        max(_batch_id) over (partition by order_no) as order_batch_id,
        min(case when _is_withdrawn then 1 else 0 end) over (
            partition by order_no
        ) as withdrawn_everywhere
    from source
),

renamed as (
    select
        -- ids
        'jd' as channel_code,
        order_no as order_id,
        pin as account_id,

        -- strings
        case order_status
            when '等待付款' then 'unpaid'
            when '(删除)等待付款' then 'cancelled'
            when '已取消' then 'cancelled'
            else 'paid'
        end as status,
        '{{ var("currency") }}' as currency,
        receiver_phone_hash,

        -- numbers
        order_amount as gross_amount,
        discount_amount,
        -- The report shows the amount to be paid until it is.
        case
            when order_status in ('等待付款', '(删除)等待付款') then 0
            when order_status = '已取消' and paid_at is null then 0
            else paid_amount
        end as paid_amount,

        -- booleans
        coalesce(remark like '%测试%', false) as is_test,
        withdrawn_everywhere = 1 as is_deleted,

        -- timestamps
        ordered_at,
        paid_at,
        modified_at as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        order_batch_id as _batch_id
    from ranked
    where line_rank = 1
)

{{ conformed('orders', 'renamed', without=[
    'store_id', 'employee_id', 'coupon_id', 'campaign_id', 'origin_order_key', 'brand',
    'shipping_amount', 'province', 'city',
]) }}

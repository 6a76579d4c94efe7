-- Orders of all channels under one caliber. Grain: order. Counted when is_valid: paid,
-- not a test, not cancelled, not deleted, and not a second record of another channel's
-- order. All amounts add up over rows; net_amount takes refunds back to the day of
-- payment.
{{ config(
    materialized=fact_materialization(),
    unique_key='order_key',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    on_schema_change='append_new_columns',
    post_hook="{{ remove_orphans('int_orders__unioned', ['order_key']) }}",
) }}

with

refunds as (
    select * from {{ ref('int_refunds__unioned') }}
),

accounts as (
    select
        account_key,
        member_id
    from {{ ref('bridge_member_accounts') }}
    where is_latest
),

refunded as (
    select
        order_key,
        sum(amount) as refunded_amount,
        max(refunded_at) as last_refunded_at
    from refunds
    where status = 'done' and not is_deleted
    group by order_key
),

-- All orders are named anew where they are read: as one CTE they would be held with all
-- their columns.
handed_over as (
    select origin_order_key from {{ ref('int_orders__unioned') }}
    where origin_order_key is not null
),

origins as (
    select order_key from {{ ref('int_orders__unioned') }}
    where
        order_key in (select origin_order_key from handed_over)
        and status = 'paid'
        and not is_test
        and not is_deleted
),

{% if is_incremental() -%}
-- Refunds, origins and members of an order change without the order.
changed as (
    select order_key from {{ ref('int_orders__unioned') }} where {{ is_new() }}
    union
    select built.order_key
    from {{ this }} as built
    left join accounts on built.account_key = accounts.account_key
    left join refunded on built.order_key = refunded.order_key
    left join origins on built.origin_order_key = origins.order_key
    where
        coalesce(built.member_id, '') != coalesce(accounts.member_id, '')
        or built.refunded_amount != coalesce(refunded.refunded_amount, 0)
        or coalesce(built.last_refunded_at, timestamp '1970-01-01 00:00:00')
        != coalesce(refunded.last_refunded_at, timestamp '1970-01-01 00:00:00')
        or (
            coalesce(built.invalid_reason, 'cross_channel_duplicate')
            = 'cross_channel_duplicate'
            and (built.invalid_reason is null) != (origins.order_key is null)
        )
),
{%- endif %}

considered as (
    select * from {{ ref('int_orders__unioned') }}
    {%- if is_incremental() %}
    where order_key in (select order_key from changed)
    {%- endif %}
),

judged as (
    select
        considered.*,
        accounts.member_id,
        case
            when considered.status = 'paid'
                then coalesce(considered.paid_at, considered.ordered_at)
        end as counted_at,
        case
            when considered.is_deleted then 'deleted'
            when considered.is_test then 'test'
            when considered.status != 'paid' then considered.status
            when origins.order_key is not null then 'cross_channel_duplicate'
        end as invalid_reason,
        cast(coalesce(refunded.refunded_amount, 0) as decimal(18, 2))
            as refunded_amount,
        refunded.last_refunded_at
    from considered
    left join accounts on considered.account_key = accounts.account_key
    left join origins on considered.origin_order_key = origins.order_key
    left join refunded on considered.order_key = refunded.order_key
)

select
    order_key,
    channel_code,
    order_id,
    member_id,
    account_key,
    store_id,
    employee_id,
    coupon_id,
    campaign_id,
    origin_order_key,
    brand,
    province,
    city,
    currency,
    status,
    invalid_reason,
    gross_amount,
    discount_amount,
    shipping_amount,
    paid_amount,
    refunded_amount,
    cast(paid_amount - refunded_amount as decimal(18, 2)) as net_amount,
    is_test,
    is_deleted,
    invalid_reason is null as is_valid,
    ordered_at,
    counted_at as paid_at,
    last_refunded_at,
    {{ business_date('counted_at') }} as paid_on,
    {{ batch_id() }} as _batch_id
from judged

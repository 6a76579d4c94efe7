-- Refunds of all channels with the member who paid. Grain: refund. Only is_done rows
-- moved money; refunded_on is the business date of the refund, not of the order.
{{ config(
    materialized=fact_materialization(),
    unique_key='refund_key',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    on_schema_change='append_new_columns',
    post_hook="{{ remove_orphans('int_refunds__unioned', ['refund_key']) }}",
) }}

with

refunds as (
    select * from {{ ref('int_refunds__unioned') }}
),

orders as (
    select
        order_key,
        member_id,
        is_valid
    from {{ ref('fct_orders') }}
)

{%- if is_incremental() %},

changed as (
    select refund_key from refunds where {{ is_new() }}
    union
    select built.refund_key
    from {{ this }} as built
    left join orders on built.order_key = orders.order_key
    where
        coalesce(built.member_id, '') != coalesce(orders.member_id, '')
        or built.is_of_valid_order != coalesce(orders.is_valid, false)
)
{%- endif %}

select
    refunds.refund_key,
    refunds.order_key,
    refunds.line_no,
    refunds.channel_code,
    orders.member_id,
    refunds.amount,
    refunds.reason,
    refunds.status,
    refunds.status = 'done' and not refunds.is_deleted as is_done,
    coalesce(orders.is_valid, false) as is_of_valid_order,
    refunds.is_deleted,
    refunds.refunded_at,
    {{ business_date('refunds.refunded_at') }} as refunded_on,
    {{ batch_id() }} as _batch_id
from refunds
left join orders on refunds.order_key = orders.order_key
{% if is_incremental() -%}
where refunds.refund_key in (select refund_key from changed)
{%- endif %}

-- Lines of orders of all channels. Grain: order line. Line amounts are after discounts;
-- whether an order counts is said by fct_orders.is_valid.
{{ config(
    materialized=fact_materialization(),
    unique_key=['order_key', 'line_no'],
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    on_schema_change='append_new_columns',
    post_hook="{{ remove_orphans('int_order_lines__unioned', ['order_key', 'line_no']) }}",
) }}

select
    order_key,
    line_no,
    product_id as product_key,
    channel_code,
    batch_no,
    quantity,
    list_price,
    line_amount,
    cost_amount,
    is_deleted,
    {{ batch_id() }} as _batch_id
from {{ ref('int_order_lines__unioned') }}
{% if is_incremental() -%}
where {{ is_new() }}
{%- endif %}

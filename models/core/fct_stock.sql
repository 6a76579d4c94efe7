-- Stock of products in warehouses. Grain: delivering channel, warehouse, product,
-- day.
select
    stock_key,
    channel_code,
    warehouse_id,
    product_id as product_key,
    on_date,
    quantity,
    province,
    lead_hours,
    is_deleted
from {{ ref('int_stock__unioned') }}

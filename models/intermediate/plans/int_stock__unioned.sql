-- Staged stock at the end of a day. Grain: delivering channel, warehouse, product, day.
select
    *,
    {{ joined_key([
        'channel_code', 'warehouse_id', 'product_id', 'on_date'
    ]) }} as stock_key
from {{ ref('stg_standard__stock') }}

-- Products of the company; the newest record of a product over all channels. A product
-- that was sold but never described has is_inferred. Grain: product.
with

described as (
    select * from {{ ref('int_products__newest') }}
),

sold as (
    select distinct product_key from {{ ref('fct_order_lines') }}
)

select
    coalesce(described.product_id, sold.product_key) as product_key,
    described.name as product_name,
    described.brand,
    described.category_1,
    described.category_2,
    described.category_3,
    described.package_size,
    described.attributes,
    described.lifecycle_stage,
    described.list_price,
    described.product_id is null as is_inferred,
    described.launched_on
from described
full outer join sold on described.product_id = sold.product_key

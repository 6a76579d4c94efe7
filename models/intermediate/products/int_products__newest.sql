-- The newest record of each product over all channels. Grain: product.
with

described as (
    select
        *,
        row_number() over (
            partition by product_id
            order by _extract_date desc, channel_code asc
        ) as place
    from {{ ref('stg_standard__products') }}
    where not is_deleted
)

select
    product_id,
    name,
    brand,
    category_1,
    category_2,
    category_3,
    package_size,
    attributes,
    lifecycle_stage,
    list_price,
    launched_on
from described
where place = 1

-- The newest record of each product over all channels. Grain: product.
with

described as (
    select
        *,
        row_number() over (
            partition by product_id
            order by _extract_date desc, channel_code
        ) as place
    from {{ ref('stg_standard__products') }}
    where not is_deleted
)

select * from described where place = 1

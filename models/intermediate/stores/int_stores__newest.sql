-- The newest record of each store over all channels. Grain: store.
with

described as (
    select
        *,
        row_number() over (
            partition by store_id
            order by _extract_date desc, channel_code asc
        ) as place
    from {{ ref('stg_standard__stores') }}
    where not is_deleted
)

select
    store_id,
    dealer_id,
    name,
    kind,
    province,
    city,
    opened_on,
    closed_on
from described
where place = 1

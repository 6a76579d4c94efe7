-- Stores, dealers' shops and terminals; the newest record over all channels. A store
-- that took orders but was never described has is_inferred. Grain: store.
with

described as (
    select * from {{ ref('int_stores__newest') }}
),

trading as (
    select distinct store_id from {{ ref('fct_orders') }} where store_id is not null
)

select
    coalesce(described.store_id, trading.store_id) as store_key,
    described.name as store_name,
    described.kind,
    described.dealer_id,
    described.province,
    described.city,
    described.store_id is null as is_inferred,
    described.opened_on,
    described.closed_on
from described
full outer join trading on described.store_id = trading.store_id

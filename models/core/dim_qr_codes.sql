-- QR codes in circulation; the newest record over all channels. One that was scanned
-- but that nobody has described has is_inferred. Grain: QR code.
with

described as (
    select * from {{ ref('int_qr_codes__newest') }}
),

named as (
    {{ distinct_keys('qr_key', [
        ('fct_interactions', 'qr_id'),
        ('int_identity__accounts', 'acquired_qr_id'),
    ]) }}
)

select
    coalesce(described.qr_id, named.qr_key) as qr_key,
    described.medium,
    described.placement,
    described.community,
    described.store_id as store_key,
    described.placer,
    described.hook,
    described.qr_id is null as is_inferred,
    described.created_on
from described
full outer join named on described.qr_id = named.qr_key

-- What people did in dialogue and content channels. Grain: interaction.
{{ fact_config('int_interactions__unioned', 'interaction_key') }}

with

{{ considered_rows('int_interactions__unioned', 'interaction_key') }}

select
    interaction_key,
    member_id,
    account_key,
    channel_code,
    kind,
    touchpoint,
    content_id,
    qr_id,
    store_id,
    employee_id,
    product_id as product_key,
    campaign_id,
    duration_seconds,
    is_deleted,
    occurred_at,
    {{ business_date('occurred_at') }} as occurred_on,
    {{ batch_id() }} as _batch_id
from considered

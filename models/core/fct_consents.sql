-- Consents given and withdrawn, for a purpose and a dialogue channel. Grain: consent
-- event. What holds now is in marts.member_consents.
{{ fact_config('int_consents__unioned', 'consent_key') }}

with

{{ considered_rows('int_consents__unioned', 'consent_key') }}

select
    consent_key,
    member_id,
    account_key,
    account_channel_code as channel_code,
    purpose,
    dialogue_channel,
    is_granted,
    is_deleted,
    occurred_at,
    {{ business_date('occurred_at') }} as occurred_on,
    {{ batch_id() }} as _batch_id
from considered

-- Staged consents given and withdrawn. Grain: delivering channel, account, purpose,
-- dialogue channel, time.
select
    *,
    {{ joined_key([
        'channel_code', 'account_key', 'purpose', 'dialogue_channel', 'occurred_at'
    ]) }} as consent_key
from {{ ref('stg_standard__consents') }}

-- Staged periods of tiers. Grain: delivering channel, account, start.
select
    *,
    {{ joined_key(['channel_code', 'account_key', 'valid_from']) }} as tier_key
from {{ ref('stg_standard__tiers') }}

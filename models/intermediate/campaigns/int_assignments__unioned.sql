-- Staged assignments to arms. Grain: delivering channel, campaign, strategy, account.
select
    *,
    {{ joined_key([
        'channel_code', 'campaign_id', 'strategy_id', 'account_key'
    ]) }} as assignment_key
from {{ ref('stg_standard__assignments') }}

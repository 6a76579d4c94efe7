-- Staged referrals. Grain: referral.
select
    *,
    channel_code || ':' || referral_id as referral_key
from {{ ref('stg_standard__referrals') }}

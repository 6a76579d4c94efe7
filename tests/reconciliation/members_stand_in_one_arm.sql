-- Reported, and left out of experiments: members whose accounts are in different arms
-- of one campaign or strategy. Accounts that were drawn one by one before they were
-- known to be one person make it happen (2026-11-25).
{{ config(severity='warn') }}

select
    campaign_key,
    strategy_key,
    member_id,
    count(*) as accounts
from {{ ref('fct_assignments') }}
where has_conflicting_arms and not is_deleted
group by campaign_key, strategy_key, member_id

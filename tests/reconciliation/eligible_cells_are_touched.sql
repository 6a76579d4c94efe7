-- Reported, and left to marketing: stages and segments in which members have agreed to
-- be addressed, and no strategy ever touched one of them or held one out. The sample
-- has three strategies, and cells of a few members (2026-11-27).
{{ config(severity='warn') }}

select
    lifecycle_stage,
    rfm_segment,
    never_touched_members,
    never_touched_amount
from {{ ref('strategy_coverage') }}
where
    strategy_key = 'all'
    and eligible_members > 0
    and never_touched_members = eligible_members

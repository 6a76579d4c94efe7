-- Reported, and left to its owner: an audience that was delivered back, whose window
-- and days for the report are over, and which no send names; no build can mend it
-- (2026-11-27).
{{ config(severity='warn') }}

select
    campaign_key,
    audience,
    owner,
    outcome_due_on
from {{ ref('audience_outcomes') }}
where outcome_status = 'overdue'

-- Reported, and left to its owner: a campaign or strategy without goal, path, node or
-- result whose windows are over, or to which nobody was ever assigned. What is missing
-- is a matter of planning, which no build can mend (2026-11-27).
{{ config(severity='warn') }}

select
    subject_kind,
    subject_key,
    owner,
    missing
from {{ ref('closed_loops') }}
where completeness < 1 and coalesce(missing, '') != 'result'

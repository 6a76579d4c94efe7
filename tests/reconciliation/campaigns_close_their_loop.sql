-- Reported, and left to its owner: a campaign or strategy without goal, path, node or
-- result whose windows are over, or to which nobody was ever assigned.
{{ config(severity='warn') }}

select
    subject_kind,
    subject_key,
    owner,
    missing
from {{ ref('closed_loops') }}
where completeness < 1 and coalesce(missing, '') != 'result'

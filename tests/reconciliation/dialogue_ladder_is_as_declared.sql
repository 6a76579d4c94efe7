-- Reported, and left to marketing: dialogue channels that convert in another order
-- than declared, as far as both orders know them. Intervals of a small sample overlap,
-- so that any order may come of it (2026-11-27).
{{ config(severity='warn') }}

select
    dialogue_channel,
    declared_rank,
    measured_rank
from {{ ref('dialogue_ladder') }}
where not is_as_declared

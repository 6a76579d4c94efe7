-- Pairs of accounts that may be one person and what was decided. Grain: pair of
-- accounts, the smaller key left.
select
    left_account,
    right_account,
    match_probability,
    status
from {{ source('review', 'match_candidates') }}

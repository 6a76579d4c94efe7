-- Staged entries of the points ledger. Grain: entry.
select
    *,
    channel_code || ':' || entry_id as entry_key
from {{ ref('stg_standard__points') }}

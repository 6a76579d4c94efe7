-- The earliest links that connect the accounts of each component of open blocks. Grain:
-- link.
{{ config(
    materialized='spanning_forest',
    edge_order=['known_at', 'tier', 'identifier_type', 'identifier_scope'],
) }}

select
    left_key,
    right_key,
    known_at,
    tier,
    identifier_type,
    identifier_scope,
    identifier_hash
from {{ ref('int_identity__open_links') }}

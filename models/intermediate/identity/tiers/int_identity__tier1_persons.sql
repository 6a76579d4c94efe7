-- Which person each account belongs to after overrides, loyalty numbers and unionids:
-- no person has two of what a person has one of. Grain: account that belongs to others.
-- depends_on: {{ ref('int_identity__tier1_merges') }}
-- depends_on: {{ ref('int_identity__open_evidence') }}
{{ config(
    materialized='guarded_persons',
    merges='int_identity__tier1_merges',
    edge_order=['tier', 'distrust', 'known_at', 'identifier_type', 'identifier_hash'],
) }}

{{ links_between_persons(ref('int_identity__tier1_links')) }}

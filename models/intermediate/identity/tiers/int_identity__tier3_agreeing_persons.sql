-- Which person each account belongs to after e-mails, devices and openids with agreeing
-- evidence: no person has two of what a person has one of. Grain: account that belongs
-- to others.
-- depends_on: {{ ref('int_identity__tier3_agreeing_merges') }}
-- depends_on: {{ ref('int_identity__open_evidence') }}
{{ config(
    materialized='guarded_persons',
    merges='int_identity__tier3_agreeing_merges',
    previous='int_identity__tier2_persons',
    edge_order=['tier', 'distrust', 'known_at', 'identifier_type', 'identifier_hash'],
) }}

{{ links_between_persons(
    ref('int_identity__tier3_agreeing_links'),
    ref('int_identity__tier2_persons')
) }}

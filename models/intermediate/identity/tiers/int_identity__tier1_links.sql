-- Links by the overrides, loyalty numbers and unionids that stand for one person.
-- Grain: identifier, later account.
{{ config(materialized='table') }}

{{ uncontested_links(
    ref('int_identity__tier1_holders'), ref('int_identity__tier1_conflicts')
) }}

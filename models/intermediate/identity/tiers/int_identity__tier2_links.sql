-- Links by the phones that stand for one person. Grain: identifier, later account.
{{ config(materialized='table') }}

{{ uncontested_links(
    ref('int_identity__tier2_holders'), ref('int_identity__tier2_conflicts')
) }}

-- Links by the e-mails, devices and openids that stand for one person. Grain:
-- identifier, later account.
{{ config(materialized='table') }}

{{ uncontested_links(
    ref('int_identity__tier3_holders'), ref('int_identity__tier3_conflicts')
) }}

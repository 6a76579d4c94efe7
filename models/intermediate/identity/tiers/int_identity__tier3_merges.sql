-- Which persons e-mails, devices and openids put together, before the guard. Grain:
-- account or component of the tiers before.
{{ config(materialized='connected_components') }}

{{ links_between_persons(
    ref('int_identity__tier3_links'),
    ref('int_identity__tier3_agreeing_persons')
) }}

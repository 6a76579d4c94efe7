-- Which persons phones put together, before the guard. Grain: account or component of
-- the tiers before.
{{ config(materialized='connected_components') }}

{{ links_between_persons(
    ref('int_identity__tier2_links'),
    ref('int_identity__tier2_agreeing_persons')
) }}

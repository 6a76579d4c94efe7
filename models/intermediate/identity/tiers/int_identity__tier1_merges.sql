-- Which persons overrides, loyalty numbers and unionids put together, before the guard.
-- Grain: account or component of the tiers before.
{{ config(materialized='connected_components') }}

{{ links_between_persons(ref('int_identity__tier1_links')) }}

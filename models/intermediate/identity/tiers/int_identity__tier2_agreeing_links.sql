-- Links by phones whose holders have the same name or birthday. Grain: identifier and
-- agreeing evidence, later account.
{{ config(materialized='table') }}

{{ agreeing_links([2], ref('int_identity__tier1_persons')) }}

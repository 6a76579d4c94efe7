-- The overrides, loyalty numbers and unionids that stand for more than one person.
-- Grain: identifier, owner in time.
{{ config(materialized='table') }}

{{ identifier_conflicts(ref('int_identity__tier1_holders'), binding_only=true) }}

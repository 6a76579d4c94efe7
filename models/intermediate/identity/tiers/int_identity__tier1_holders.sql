-- The shared overrides, loyalty numbers and unionids and the persons who hold them.
-- Grain: account, identifier.
{{ config(materialized='table') }}

{{ identifier_holders([0, 1]) }}

-- Links by e-mails, devices and openids whose holders have the same name or birthday.
-- Grain: identifier and agreeing evidence, later account.
{{ config(materialized='table') }}

{{ agreeing_links([3], ref('int_identity__tier2_persons')) }}

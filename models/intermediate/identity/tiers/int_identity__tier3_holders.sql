-- The shared e-mails, devices and openids and the persons who hold them. Grain:
-- account, identifier.
{{ config(materialized='table') }}

{{ identifier_holders([3], ref('int_identity__tier3_agreeing_persons')) }}

-- The e-mails, devices and openids that stand for more than one person. Grain:
-- identifier, owner in time.
{{ config(materialized='table') }}

{{ identifier_conflicts(
    ref('int_identity__tier3_holders'),
    ref('int_identity__tier3_agreeing_persons')
) }}

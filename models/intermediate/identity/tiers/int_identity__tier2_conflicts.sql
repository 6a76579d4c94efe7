-- The phones that stand for more than one person. Grain: identifier, owner in time.
{{ config(materialized='table') }}

{{ identifier_conflicts(
    ref('int_identity__tier2_holders'),
    ref('int_identity__tier2_agreeing_persons')
) }}

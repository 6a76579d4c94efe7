-- The shared phones and the persons who hold them. Grain: account, identifier.
{{ config(materialized='table') }}

{{ identifier_holders([2], ref('int_identity__tier2_agreeing_persons')) }}

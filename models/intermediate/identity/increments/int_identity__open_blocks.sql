-- The open accounts in blocks of now, by all shared identifiers. Grain: account; a
-- block is called after its smallest account.
{{ config(materialized='connected_components') }}

select
    min(account_key) over (partition by identifier_key) as left_key,
    account_key as right_key
from {{ ref('int_identity__open_identifiers') }}

-- Accounts of which something may have changed, by themselves or by another holder of
-- an identifier: changed accounts and the holders of touched identifiers. None when
-- everything is made anew. Grain: account.
{{ config(materialized='table') }}

select account_key from {{ ref('int_identity__changed_accounts') }}
union
select identifiers.account_key
from {{ ref('int_identity__identifiers') }} as identifiers
inner join {{ ref('int_identity__touched_identifiers') }} as touched
    on
        identifiers.identifier_hash = touched.identifier_hash
        and identifiers.identifier_type = touched.identifier_type
        and identifiers.identifier_scope = touched.identifier_scope

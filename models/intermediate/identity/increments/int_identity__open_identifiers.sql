-- The shared identifiers of open blocks, which the tiers read. Grain: account,
-- identifier.
{{ config(materialized='table') }}

select identifiers.*
from {{ ref('int_identity__shared_identifiers') }} as identifiers
inner join {{ ref('int_identity__open_accounts') }} as accounts
    on identifiers.account_key = accounts.account_key

-- What accounts of open blocks say of their persons, which the tiers read. Grain:
-- account, kind.
{{ config(materialized='table') }}

select evidence.*
from {{ ref('int_identity__evidence') }} as evidence
inner join {{ ref('int_identity__open_accounts') }} as accounts
    on evidence.account_key = accounts.account_key

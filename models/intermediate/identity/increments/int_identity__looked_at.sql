-- What each account showed when it was last looked at: the state that the next build
-- compares with. It may be written at any time after the changed accounts, which are
-- kept until they are done. Grain: account.
-- depends_on: {{ ref('int_identity__changed_accounts') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_changed_accounts() }}",
    tags=['blocks'],
) }}

select
    prints.account_key,
    prints.print,
    rules.made_by
from {{ ref('int_identity__account_prints') }} as prints
cross join {{ ref('int_identity__rules') }} as rules
{{ only_changed_accounts('prints.account_key') }}

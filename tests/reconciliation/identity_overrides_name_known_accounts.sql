-- Reported: overrides of accounts that no channel has shown. They wait for them; a
-- mistyped one waits for ever.
{{ config(severity='warn') }}
with

named as (
    select
        kind,
        channel_code || ':' || account_id as account_key
    from {{ ref('identity_overrides') }}
    where kind != 'blocked_identifier'
    union all
    select
        kind,
        other_channel_code || ':' || other_account_id as account_key
    from {{ ref('identity_overrides') }}
    where kind != 'blocked_identifier'
)

select
    named.kind,
    named.account_key
from named
left join {{ ref('int_identity__accounts') }} as accounts
    on named.account_key = accounts.account_key
where accounts.account_key is null

-- All that identity reads of each account by itself, as one value that differs when any
-- of it does. A view: nobody else needs it stored. Grain: account.
with

decided as (
    select
        account_key,
        {{ fingerprint_of(['kind', 'override_key']) }} as fingerprint
    from {{ ref('int_identity__overrides') }}
    where account_key is not null
    group by account_key
)

select
    accounts.account_key,
    {{ row_fingerprint([
        'accounts.channel_code', 'accounts.registered_at', 'accounts.first_seen_at',
        'accounts.last_activity_at', 'accounts.name_kind', 'accounts.name_hash',
        'accounts.gender', 'accounts.birthday', 'accounts.loyalty_no_hash',
        'accounts.unionid_hash', 'accounts.phone_hash', 'accounts.email_hash',
        'accounts.device_id_hash', 'accounts.openid_hash', 'decided.fingerprint',
    ]) }} as print
from {{ ref('int_identity__accounts') }} as accounts
left join decided on accounts.account_key = decided.account_key

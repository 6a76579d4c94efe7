-- Every registered account of a member who was not erased is counted once a field, and
-- every phone it has is a filled one.
with

counted as (
    select
        channel_code,
        max(account_count) as account_count,
        count(*) as field_count,
        max(case when field = 'phone' then filled_count end) as phone_count
    from {{ ref('fct_source_fields') }}
    group by channel_code
),

expected as (
    select
        accounts.channel_code,
        count(*) as account_count,
        count(profiles.phone_hash) as phone_count
    from {{ ref('bridge_member_accounts') }} as accounts
    inner join {{ ref('int_identity__profiles') }} as profiles
        on accounts.account_key = profiles.account_key
    where accounts.is_current
    group by accounts.channel_code
)

select
    expected.channel_code,
    expected.account_count,
    expected.phone_count
from expected
left join counted on expected.channel_code = counted.channel_code
where
    counted.account_count is distinct from expected.account_count
    or counted.phone_count is distinct from expected.phone_count
    or counted.field_count != 7

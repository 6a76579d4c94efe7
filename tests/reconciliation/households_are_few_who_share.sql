-- Every household has from two members to the cap, the two tables agree, and each of
-- its members shows a phone, e-mail or address that another of it shows.
with

members as (
    select * from {{ ref('bridge_household_members') }}
),

shown as (
    select
        account_key,
        identifier_type || identifier_hash as value
    from {{ ref('int_identity__identifiers') }}
    where identifier_type in ('phone', 'email') and unusable_reason is null
    union all
    select
        account_key,
        'address' || address_hash as value
    from {{ ref('int_accounts__unioned') }}
    where not is_deleted and address_hash is not null
),

held as (
    select distinct
        members.household_id,
        members.member_id,
        shown.value
    from members
    inner join {{ ref('bridge_member_accounts') }} as accounts
        on members.member_id = accounts.member_id and accounts.is_current
    inner join shown on accounts.account_key = shown.account_key
),

sharing as (
    select distinct ones.member_id
    from held as ones
    inner join held as others
        on
            ones.household_id = others.household_id
            and ones.value = others.value
            and ones.member_id <> others.member_id
),

counted as (
    select
        household_id,
        count(*) as member_count
    from members
    group by household_id
)

select
    members.household_id,
    members.member_id as subject
from members
left join sharing on members.member_id = sharing.member_id
where sharing.member_id is null
union all
select
    coalesce(counted.household_id, households.household_id) as household_id,
    'members: ' || cast(counted.member_count as {{ dbt.type_string() }}) as subject
from counted
full outer join {{ ref('dim_households') }} as households
    on counted.household_id = households.household_id
where
    counted.member_count is distinct from households.member_count
    or counted.member_count not between 2 and {{ var('household_most_members') }}

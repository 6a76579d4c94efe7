-- Members whose accounts contradict each other, or who have many accounts: what an
-- over-merge looks like. Grain: member with two values of a field, or more than ten
-- accounts.
with

field_values as (
    select * from {{ ref('int_identity__field_values') }}
    where value is not null and not is_nickname
),

different as (
    select
        component_key,
        field,
        value
    from field_values
    group by component_key, field, value
),

counted as (
    select
        component_key,
        field,
        count(*) as value_count
    from different
    group by component_key, field
    having count(*) > 1
),

conflicts as (
    select
        component_key,
        max(case when field = 'name' then value_count end) as name_count,
        max(case when field = 'gender' then value_count end) as gender_count,
        max(case when field = 'birthday' then value_count end) as birthday_count,
        max(case when field = 'region' then value_count end) as region_count,
        max(case when field = 'phone' then value_count end) as phone_count,
        max(case when field = 'email' then value_count end) as email_count,
        max(case when field = 'loyalty_no' then value_count end) as loyalty_no_count
    from counted
    group by component_key
),

members as (
    select
        accounts.member_id,
        min(components.component_key) as component_key,
        count(*) as account_count,
        count(distinct accounts.channel_code) as channel_count
    from {{ ref('bridge_member_accounts') }} as accounts
    inner join {{ ref('int_identity__components') }} as components
        on accounts.account_key = components.account_key
    where accounts.is_current
    group by accounts.member_id
    having count(*) > 1
)

select
    members.member_id,
    members.account_count,
    members.channel_count,
    coalesce(conflicts.name_count, 1) as name_count,
    coalesce(conflicts.gender_count, 1) as gender_count,
    coalesce(conflicts.birthday_count, 1) as birthday_count,
    coalesce(conflicts.region_count, 1) as region_count,
    coalesce(conflicts.phone_count, 1) as phone_count,
    coalesce(conflicts.email_count, 1) as email_count,
    coalesce(conflicts.loyalty_no_count, 1) as loyalty_no_count
from members
left join conflicts on members.component_key = conflicts.component_key
where conflicts.component_key is not null or members.account_count > 10

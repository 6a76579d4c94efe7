-- What each registered account says in each field, good or faulty, and whether that is
-- what survived. Accounts of erased members are left out. Grain: account, field of
-- which anything was delivered.
{{ config(materialized='table') }}

with

profiles as (
    select * from {{ ref('int_identity__profiles') }}
),

components as (
    select
        account_key,
        component_key
    from {{ ref('int_identity__components') }}
),

erasures as (
    select component_key from {{ ref('int_identity__erasures') }}
),

golden as (
    select * from {{ ref('int_identity__golden_fields') }}
),

fields as (
    {{ compared_fields() }}
),

listed as (
    select
        components.component_key,
        profiles.account_key,
        profiles.channel_code,
        profiles.updated_at,
        fields.field,
        case
            when fields.field = 'loyalty_no' then profiles.loyalty_no_hash
            else {{ value_of_field('profiles') }}
        end as value,
        {{ value_of_field('golden') }} as golden_value,
        case fields.field
            when 'name' then profiles.name_fault
            when 'phone' then profiles.phone_fault
            when 'email' then profiles.email_fault
            when 'birthday' then profiles.birthday_fault
        end as fault,
        fields.field = 'name' and profiles.name_kind = 'nickname' as is_nickname
    from profiles
    inner join components on profiles.account_key = components.account_key
    left join erasures on components.component_key = erasures.component_key
    left join golden on components.component_key = golden.component_key
    cross join fields
    where erasures.component_key is null
)

select
    component_key,
    account_key,
    channel_code,
    updated_at,
    field,
    value,
    fault,
    coalesce(is_nickname, false) as is_nickname,
    coalesce(value = golden_value, false) as is_golden
from listed
where value is not null or fault is not null

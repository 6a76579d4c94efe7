-- One row a person the company has met. Grain: member. A buyer has a valid order, a
-- member is registered in a channel that registers members or holds a loyalty card, a
-- prospect is anyone else.
with

accounts as (
    select * from {{ ref('bridge_member_accounts') }} where is_latest
),

components as (
    select
        account_key,
        component_key,
        first_seen_at,
        first_channel_code
    from {{ ref('int_identity__components') }}
),

golden as (
    select * from {{ ref('int_identity__golden_fields') }}
),

memberships as (
    select
        identity_accounts.account_key,
        identity_accounts.loyalty_no_hash is not null
        or (identity_accounts.is_registered and channels.registers_members)
            as is_membership
    from {{ ref('int_identity__accounts') }} as identity_accounts
    left join {{ ref('dim_channels') }} as channels
        on identity_accounts.channel_code = channels.channel_code
),

people as (
    select
        accounts.member_id,
        min(components.first_seen_at) as first_seen_at,
        min(components.first_channel_code) as first_channel_code,
        min(components.component_key) as component_key,
        count(*) as account_count,
        count(distinct accounts.channel_code) as channel_count,
        max(case when memberships.is_membership then 1 else 0 end) as has_membership,
        max(accounts.valid_to) as erased_at
    from accounts
    inner join components on accounts.account_key = components.account_key
    inner join memberships on accounts.account_key = memberships.account_key
    group by accounts.member_id
),

buyers as (
    select
        member_id,
        min(paid_at) as first_order_at,
        max(paid_at) as last_order_at
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null
    group by member_id
)

select
    people.member_id,
    case
        when buyers.member_id is not null then 'buyer'
        when people.has_membership = 1 then 'member'
        else 'prospect'
    end as member_type,
    people.first_seen_at,
    people.first_channel_code,
    buyers.first_order_at,
    buyers.last_order_at,
    people.account_count,
    people.channel_count,
    people.erased_at,
    people.erased_at is not null as is_erased,
    golden.name_hash,
    golden.name_mask,
    golden.gender,
    golden.birthday,
    {{ birth_band('golden.birthday') }} as birth_band,
    golden.province,
    golden.city,
    golden.phone_hash,
    golden.phone_mask,
    golden.is_phone_verified,
    golden.email_hash,
    golden.email_mask,
    golden.is_email_verified,
    golden.address_hash,
    golden.name_channel_code,
    golden.gender_channel_code,
    golden.birthday_channel_code,
    golden.region_channel_code,
    golden.phone_channel_code,
    golden.email_channel_code,
    golden.address_channel_code
from people
left join buyers on people.member_id = buyers.member_id
left join golden on people.component_key = golden.component_key

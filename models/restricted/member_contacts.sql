-- The golden record in plain, for those who must reach a member. Grain: member who has
-- one and was not erased. Restricted: holds personal data.
with

members as (
    select * from {{ ref('dim_members') }} where not is_erased
),

{% for kind in ['name', 'phone', 'email', 'address'] -%}
{{ kind }}_values as (
    {{ plain_values(kind) }}
),

{% endfor -%}
contacts as (
    select
        members.member_id,
        name_values.plain as name,
        phone_values.plain as phone,
        members.is_phone_verified,
        email_values.plain as email,
        members.is_email_verified,
        address_values.plain as address,
        members.province,
        members.city,
        members.gender,
        members.birthday,
        members.name_channel_code,
        members.phone_channel_code,
        members.email_channel_code,
        members.address_channel_code
    from members
    left join name_values on members.name_hash = name_values.value_hash
    left join phone_values on members.phone_hash = phone_values.value_hash
    left join email_values on members.email_hash = email_values.value_hash
    left join address_values on members.address_hash = address_values.value_hash
)

select *
from contacts
where coalesce(name, phone, email, address) is not null

-- What fuzzy matching compares and reviewers look at, in plain. Grain: registered
-- account with the name of a person, or with birthday and address. A view, so that the
-- values lie in one place only.
{{ config(materialized='view') }}

with

profiles as (
    select
        *,
        case when name_kind = 'person' then name_hash end as person_name_hash
    from {{ ref('dim_account_profiles') }}
    where
        name_kind = 'person'
        or (birthday is not null and address_hash is not null)
),

{% for kind in ['name', 'address'] -%}
{{ kind }}_values as (
    {{ plain_values(kind) }}
){{ "," if not loop.last }}

{% endfor -%}
select
    profiles.account_key,
    profiles.member_id,
    name_values.plain as name,
    profiles.birthday,
    profiles.gender,
    nullif(split_part(profiles.region, '|', 1), '') as province,
    nullif(split_part(profiles.region, '|', 2), '') as city,
    address_values.plain as address
from profiles
left join name_values on profiles.person_name_hash = name_values.value_hash
left join address_values on profiles.address_hash = address_values.value_hash

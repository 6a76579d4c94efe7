-- What an account says of its person beside shared identifiers. Binding evidence is
-- what one person has one value of: a member never holds two. Grain: account, kind.
{{ config(materialized='table') }}

with

shared as (
    select distinct account_key from {{ ref('int_identity__shared_identifiers') }}
),

accounts as (
    select accounts.*
    from {{ ref('int_identity__accounts') }} as accounts
    inner join shared on accounts.account_key = shared.account_key
)

select
    account_key,
    'name' as kind,
    name_hash as value,
    false as is_binding,
    false as is_corrigible
from accounts
where name_kind = 'person'
union all
select
    account_key,
    'birthday' as kind,
    cast(birthday as {{ dbt.type_string() }}) as value,
    false as is_binding,
    false as is_corrigible
from accounts
where {{ is_plausible_birthday('birthday', 'registered_at') }}
union all
select
    account_key,
    'gender' as kind,
    gender as value,
    false as is_binding,
    false as is_corrigible
from accounts
where gender is not null
union all
select
    identifiers.account_key,
    identifiers.identifier_type || ':' || identifiers.identifier_scope as kind,
    identifiers.identifier_hash as value,
    true as is_binding,
    identifiers.is_corrigible
from {{ ref('int_identity__identifiers') }} as identifiers
inner join shared on identifiers.account_key = shared.account_key
where identifiers.is_single_valued and identifiers.unusable_reason is null
union all
select
    overrides.account_key,
    overrides.kind || ':' || overrides.override_key as kind,
    overrides.account_key as value,
    true as is_binding,
    false as is_corrigible
from {{ ref('int_identity__overrides') }} as overrides
inner join shared on overrides.account_key = shared.account_key
where overrides.kind = 'cannot_link'

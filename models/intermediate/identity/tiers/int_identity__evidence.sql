-- What an account says of its person beside shared identifiers. Binding evidence is
-- what one person has one value of: a member never holds two. A view, of which builds
-- read the accounts that they make anew. Grain: account, kind.
with

accounts as (
    select * from {{ ref('int_identity__accounts') }}
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
    account_key,
    identifier_type || ':' || identifier_scope as kind,
    identifier_hash as value,
    true as is_binding,
    is_corrigible
from {{ ref('int_identity__identifiers') }}
where is_single_valued and unusable_reason is null
union all
select
    account_key,
    kind || ':' || override_key as kind,
    account_key as value,
    true as is_binding,
    false as is_corrigible
from {{ ref('int_identity__overrides') }}
where kind = 'cannot_link'

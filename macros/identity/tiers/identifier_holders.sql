{#- The shared identifiers of a tier with the person behind each account. Owners in time
    that turn out to be one person, because a person shows the value in both times, are
    one owner with those between. Grain: account, identifier. -#}
{% macro identifier_holders(tiers, previous=none) -%}
with

holders as (
    {{ with_persons(
        ref('int_identity__open_identifiers'), previous,
        'tier in (' ~ tiers | join(', ') ~ ')'
    ) | indent(4) }}
),

spanned as (
    select
        *,
        max(owner_no) over (partition by identifier_key, person_key) as last_owner_no
    from holders
),

parted as (
    select
        *,
        case
            when owner_no > max(last_owner_no) over (
                partition by identifier_key
                order by owner_no, account_key
                rows between unbounded preceding and 1 preceding
            ) then 1
            else 0
        end as is_new_owner
    from spanned
)

select
    account_key,
    person_key,
    first_seen_at,
    identifier_key,
    identifier_type,
    identifier_scope,
    identifier_hash,
    tier,
    distrust,
    is_verified,
    sum(is_new_owner) over (
        partition by identifier_key
        order by owner_no, account_key
        rows between unbounded preceding and current row
    ) as owner_no
from parted
{%- endmacro %}

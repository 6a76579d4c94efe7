{#- Links from the first account of each group to each later one: k accounts give k - 1
    rows, never pairs. Equal times are ordered by key. -#}
{% macro star_links(relation, group_by, evidence='null') -%}
select
    first_key as left_key,
    account_key as right_key,
    first_seen_at as known_at,
    tier,
    greatest(distrust, first_distrust) as distrust,
    identifier_type,
    identifier_scope,
    identifier_hash,
    evidence
from (
    select
        account_key,
        first_seen_at,
        tier,
        distrust,
        identifier_type,
        identifier_scope,
        identifier_hash,
        cast({{ evidence }} as {{ dbt.type_string() }}) as evidence,
        first_value(account_key) over (
            partition by {{ group_by | join(', ') }} order by first_seen_at, account_key
        ) as first_key,
        first_value(distrust) over (
            partition by {{ group_by | join(', ') }} order by first_seen_at, account_key
        ) as first_distrust
    from {{ relation }}
) as stars
where account_key <> first_key
{%- endmacro %}


{#- Links by the identifiers that stand for one person. Where only an unverified channel
    brings the conflict in, the others are linked without it. -#}
{% macro uncontested_links(holders, conflicts) -%}
with

usable as (
    select holders.*
    from {{ holders }} as holders
    left join {{ conflicts }} as conflicts
        on
            holders.identifier_key = conflicts.identifier_key
            and holders.owner_no = conflicts.owner_no
    where
        conflicts.identifier_key is null
        or (not conflicts.is_by_verified and holders.is_verified)
)

{{ star_links('usable', ['identifier_key', 'owner_no']) }}
{%- endmacro %}

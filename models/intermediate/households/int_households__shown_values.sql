-- What persons share with others at the same time without being one: identifiers that
-- the tiers rejected as shared, and postal addresses. What carriers gave to somebody
-- else, placeholders, values over the cap and those that somebody else wrote down are
-- none. Device ids are left out, for their use is profiling. Grain: component, value.
with

identifiers as (
    select
        identifiers.component_key,
        identifiers.identifier_type as kind,
        identifiers.identifier_key || ':' || cast(
            identifiers.owner_no as {{ dbt.type_string() }}
        ) as value_key,
        identifiers.first_seen_at,
        max(
            case
                when identifiers.reason like 'conflicting_%' then 1
                when identifiers.reason in ('breaks_uniqueness', 'cannot_link') then 1
                else 0
            end
        ) over (
            partition by identifiers.identifier_key, identifiers.owner_no
        ) as is_shared
    from {{ ref('int_identity__split_identifiers') }} as identifiers
    inner join {{ ref('identifier_types') }} as types
        on identifiers.identifier_type = types.identifier_type
    where
        identifiers.is_verified
        and not types.is_single_valued
        and types.consent_purpose = 'service'
        and types.scope = 'company'
),

addresses as (
    select
        components.component_key,
        types.identifier_type as kind,
        types.identifier_type || ':' || accounts.address_hash as value_key,
        components.first_seen_at
    from {{ ref('int_accounts__unioned') }} as accounts
    inner join {{ ref('int_identity__components') }} as components
        on accounts.account_key = components.account_key
    inner join {{ ref('identifier_types') }} as types
        on types.identifier_type = 'address'
    where
        not accounts.is_deleted
        and accounts.address_hash is not null
        and coalesce(
            concat(',', types.unverified_channels, ',')
            not like concat('%,', accounts.channel_code, ',%'),
            true
        )
),

shown as (
    select
        component_key,
        kind,
        value_key,
        first_seen_at
    from identifiers
    where is_shared = 1
    union all
    select * from addresses
)

select
    shown.component_key,
    shown.kind,
    shown.value_key,
    min(shown.first_seen_at) as first_seen_at
from shown
left join {{ ref('int_identity__erasures') }} as erasures
    on shown.component_key = erasures.component_key
where erasures.component_key is null
group by shown.component_key, shown.kind, shown.value_key

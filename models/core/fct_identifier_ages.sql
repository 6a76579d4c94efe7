-- How long ago identifiers were last seen: in an updated profile, an order or an
-- interaction of an account that shows them. Grain: identifier type, months of silence.
with

identifiers as (
    select
        account_key,
        identifier_type,
        identifier_scope,
        identifier_hash,
        first_seen_at
    from {{ ref('int_identity__identifiers') }}
),

profiles as (
    select
        account_key,
        updated_at
    from {{ ref('int_identity__profiles') }}
),

activities as (
    select
        account_key,
        last_activity_at
    from {{ ref('int_identity__activities') }}
),

seen as (
    select
        identifiers.identifier_type,
        identifiers.identifier_scope,
        identifiers.identifier_hash,
        count(*) as account_count,
        -- greatest() skips nulls on both engines
        max(greatest(
            identifiers.first_seen_at, profiles.updated_at, activities.last_activity_at
        )) as last_seen_at
    from identifiers
    left join profiles on identifiers.account_key = profiles.account_key
    left join activities on identifiers.account_key = activities.account_key
    group by
        identifiers.identifier_type, identifiers.identifier_scope,
        identifiers.identifier_hash
),

aged as (
    select
        identifier_type,
        account_count,
        greatest(
            cast(floor(
                {{ days_between(business_date('last_seen_at'), as_of_date()) }} / 30.0
            ) as integer), 0
        ) as silent_months
    from seen
)

select
    identifier_type,
    silent_months,
    count(*) as identifier_count,
    cast(sum(account_count) as {{ dbt.type_bigint() }}) as account_count,
    count(case when account_count > 1 then 1 end) as linking_count
from aged
group by identifier_type, silent_months

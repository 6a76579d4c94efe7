-- Which member every account belongs to, and belonged to. Grain: member, account,
-- validity. Join facts on account_key where is_latest; is_current leaves the erased
-- out.
with

registry as (
    select * from {{ ref('int_identity__registry') }}
),

accounts as (
    select
        account_key,
        is_registered,
        first_seen_at
    from {{ ref('int_identity__accounts') }}
),

erased as (
    select
        components.account_key,
        erasures.erased_at
    from {{ ref('int_identity__components') }} as components
    inner join {{ ref('int_identity__erasures') }} as erasures
        on components.component_key = erasures.component_key
),

-- An account counts from its first trace; after a move, from the day of the build that
-- moved it.
dated as (
    select
        registry.account_key,
        registry.member_id,
        registry.map_version,
        case
            when registry.change = 'new'
                then coalesce(accounts.first_seen_at, registry.first_seen_at)
            else {{ local_to_utc('cast(registry.mapped_on as timestamp)') }}
        end as starts_at,
        accounts.is_registered
    from registry
    left join accounts on registry.account_key = accounts.account_key
),

running as (
    select
        *,
        max(starts_at) over (
            partition by account_key order by map_version
            rows between unbounded preceding and current row
        ) as valid_from
    from dated
),

followed as (
    select
        *,
        lead(valid_from) over (
            partition by account_key order by map_version
        ) as next_from,
        min(valid_from) over (partition by account_key) as first_seen_at,
        min(map_version) over (partition by account_key) as first_map_version,
        row_number() over (
            partition by account_key order by map_version desc
        ) = 1 as is_newest
    from running
)

select
    followed.member_id,
    split_part(followed.account_key, ':', 1) as channel_code,
    substr(
        followed.account_key, length(split_part(followed.account_key, ':', 1)) + 2
    ) as account_id,
    followed.account_key,
    coalesce(followed.is_registered, false) as is_registered,
    followed.first_seen_at,
    followed.valid_from,
    case when followed.is_newest then erased.erased_at else followed.next_from end
        as valid_to,
    followed.is_newest and erased.erased_at is null as is_current,
    followed.is_newest as is_latest,
    followed.first_map_version
from followed
left join erased on followed.account_key = erased.account_key
where
    followed.member_id is not null
    -- Two builds of one day: what stood between them was never seen.
    and (followed.is_newest or followed.valid_from < followed.next_from)

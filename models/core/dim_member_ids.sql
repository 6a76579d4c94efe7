-- Every member id that was ever given, and the member it stands for now: a lookup for
-- ids of old exports. Chains are already followed, through the accounts: a retired id
-- leads to the member that most of the accounts which left it last belong to today
-- (ties: the oldest account). Grain: member id.
with

members as (
    select * from {{ ref('int_identity__members') }}
),

live as (
    select distinct member_id from members
),

given as (
    select distinct member_id
    from {{ ref('int_identity__registry') }}
    where member_id is not null
),

retired as (
    select
        from_member_id as member_id,
        map_version,
        mapped_on,
        cause
    from {{ ref('int_identity__moves') }}
    where is_retired and is_successor
),

followers as (
    select
        retired.member_id,
        members.member_id as current_member_id,
        row_number() over (
            partition by retired.member_id
            order by
                case when members.member_id is null then 1 else 0 end asc,
                count(*) desc,
                min(registry.first_seen_at) asc,
                members.member_id asc
        ) as place
    from retired
    inner join {{ ref('int_identity__registry') }} as registry
        on
            retired.member_id = registry.previous_member_id
            and retired.map_version = registry.map_version
    left join members on registry.account_key = members.account_key
    group by retired.member_id, members.member_id
),

-- Members that data alone tell of, with the time of their merger.
absorbed as (
    select
        founders.member_id,
        founders.current_member_id,
        mergers.merged_at,
        mergers.cause
    from {{ ref('int_identity__founders') }} as founders
    inner join {{ ref('int_identity__mergers') }} as mergers
        on founders.account_key = mergers.account_key
),

ids as (
    select member_id from given
    union
    select member_id from absorbed
)

select
    ids.member_id,
    coalesce(
        live.member_id, followers.current_member_id, absorbed.current_member_id
    ) as current_member_id,
    live.member_id is not null as is_current,
    coalesce(
        absorbed.merged_at,
        {{ local_to_utc('cast(retired.mapped_on as timestamp)') }}
    ) as retired_at,
    coalesce(absorbed.cause, retired.cause) as cause
from ids
left join live on ids.member_id = live.member_id
left join retired on ids.member_id = retired.member_id
left join followers on ids.member_id = followers.member_id and followers.place = 1
left join absorbed on ids.member_id = absorbed.member_id

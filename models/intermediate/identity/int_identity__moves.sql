-- What builds did to members that stood: accounts that left one id for another (or
-- were withdrawn, to_member_id null), counted. is_retired: nothing is left of the old
-- id, and these were the last to leave; is_successor marks the id that took most of
-- them; is_new_id that the new id was given then. Grain: map version, old id, new id.
with

registry as (
    select * from {{ ref('int_identity__registry') }}
    where
        previous_member_id is not null
        and coalesce(member_id, '') != previous_member_id
),

issued as (
    select
        member_id,
        min(map_version) as map_version
    from {{ ref('int_identity__registry') }}
    where member_id in (select member_id from registry)
    group by member_id
),

live as (
    select distinct member_id from {{ ref('int_identity__members') }}
),

moves as (
    select
        map_version,
        previous_member_id,
        member_id,
        min(cause) as cause,
        min(mapped_on) as mapped_on,
        min(first_seen_at) as first_seen_at,
        count(*) as accounts
    from registry
    group by map_version, previous_member_id, member_id
),

placed as (
    select
        *,
        max(map_version) over (partition by previous_member_id) as last_version,
        row_number() over (
            partition by previous_member_id, map_version
            order by
                case when member_id is null then 1 else 0 end asc,
                accounts desc,
                first_seen_at asc,
                member_id asc
        ) as place
    from moves
)

select
    placed.map_version,
    placed.previous_member_id as from_member_id,
    placed.member_id as to_member_id,
    placed.cause,
    placed.mapped_on,
    placed.accounts,
    live.member_id is null and placed.map_version = placed.last_version as is_retired,
    placed.place = 1 as is_successor,
    coalesce(issued.map_version = placed.map_version, false) as is_new_id
from placed
left join issued on placed.member_id = issued.member_id
left join live on placed.previous_member_id = live.member_id

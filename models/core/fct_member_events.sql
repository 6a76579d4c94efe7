-- What became of members. Grain: event. Rows recorded_by data are the ledger of the
-- pool by event time: created by a first account, merged by an account that showed
-- identifiers of both, removed on request; the same however the data arrived. Rows
-- recorded_by build are what only a build knows: members split, those kept through a
-- merger or a split, mergers that the data of today no longer show.
with

founders as (
    select * from {{ ref('int_identity__founders') }}
),

moves as (
    select * from {{ ref('int_identity__moves') }}
),

told as (
    select
        first_seen_at as occurred_at,
        'created' as event,
        member_id,
        cast(null as {{ dbt.type_string() }}) as other_member_id,
        'first_account' as cause,
        channel_code
    from founders
    union all
    select
        mergers.merged_at as occurred_at,
        'merged' as event,
        founders.member_id,
        founders.current_member_id as other_member_id,
        mergers.cause,
        founders.channel_code
    from {{ ref('int_identity__mergers') }} as mergers
    inner join founders on mergers.account_key = founders.account_key
    union all
    select
        erasures.erased_at as occurred_at,
        'removed' as event,
        founders.member_id,
        cast(null as {{ dbt.type_string() }}) as other_member_id,
        'deletion_request' as cause,
        founders.channel_code
    from {{ ref('int_identity__erasures') }} as erasures
    inner join founders
        on erasures.component_key = founders.component_key and founders.is_first
),

ended as (
    select
        moves.map_version,
        moves.mapped_on,
        case when moves.to_member_id is null then 'removed' else 'merged' end as event,
        moves.from_member_id as member_id,
        moves.to_member_id as other_member_id,
        moves.cause,
        moves.accounts
    from moves
    left join told on moves.from_member_id = told.member_id and told.event = 'merged'
    where moves.is_retired and moves.is_successor and told.member_id is null
),

split as (
    select
        map_version,
        mapped_on,
        'split' as event,
        to_member_id as member_id,
        from_member_id as other_member_id,
        cause,
        accounts
    from moves
    where to_member_id is not null and not (is_retired and is_successor)
),

went_on as (
    select
        map_version,
        mapped_on,
        from_member_id as member_id,
        cause
    from moves
    where not is_retired and to_member_id is not null
    union all
    select
        map_version,
        mapped_on,
        to_member_id as member_id,
        cause
    from moves
    where to_member_id is not null and not is_new_id
),

known as (
    select * from ended
    union all
    select * from split
    union all
    select
        map_version,
        min(mapped_on) as mapped_on,
        'kept' as event,
        member_id,
        cast(null as {{ dbt.type_string() }}) as other_member_id,
        min(cause) as cause,
        cast(null as bigint) as accounts
    from went_on
    group by map_version, member_id
)

select
    occurred_at,
    event,
    member_id,
    other_member_id,
    cause,
    channel_code,
    {{ business_date('occurred_at') }} as occurred_on,
    'data' as recorded_by,
    cast(null as bigint) as map_version,
    cast(null as bigint) as account_count
from told
union all
select
    {{ local_to_utc('cast(mapped_on as timestamp)') }} as occurred_at,
    event,
    member_id,
    other_member_id,
    cause,
    cast(null as {{ dbt.type_string() }}) as channel_code,
    mapped_on as occurred_on,
    'build' as recorded_by,
    map_version,
    accounts as account_count
from known

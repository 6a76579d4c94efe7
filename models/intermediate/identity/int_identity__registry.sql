-- The log of which member every account belongs to. Rows are only ever added, one for
-- each account that is new, moved to another member, was withdrawn or came back; the
-- newest row of an account is its member now. Grain: account, map version.
--
-- A component may keep an id when it holds most of the accounts that had it (ties: the
-- oldest). Of those it keeps the one of its oldest account. Others get a new id.
-- depends_on: {{ ref('int_identity__mergers') }} {{ ref('int_identity__salts') }}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    pre_hook="{{ refuse_lost_map() }}",
) }}

with

components as (
    select * from {{ ref('int_identity__components') }}
),

history as (
    {%- if is_incremental() %}
    select
        account_key,
        map_version,
        member_id,
        previous_member_id
    from {{ this }}
    {%- else %}
    select
        account_key,
        cast(0 as bigint) as map_version,
        account_key as member_id,
        account_key as previous_member_id
    from components
    where 1 = 0
    {%- endif %}
),

numbered as (
    select
        *,
        row_number() over (
            partition by account_key order by map_version desc
        ) as age,
        count(*) over (partition by account_key) as registry_rows
    from history
),

-- A withdrawn account remembers the member it had.
known as (
    select
        account_key,
        member_id,
        coalesce(member_id, previous_member_id) as claimed_id,
        registry_rows
    from numbered
    where age = 1
),

shares as (
    select
        known.claimed_id,
        components.component_key,
        count(known.member_id) as live_accounts,
        count(*) as accounts,
        min(components.first_seen_at) as first_seen_at,
        min(components.account_key) as account_key,
        min(components.account_rank) as first_rank
    from known
    inner join components on known.account_key = components.account_key
    group by known.claimed_id, components.component_key
),

claims as (
    select
        *,
        row_number() over (
            partition by claimed_id
            order by
                live_accounts desc, accounts desc, first_seen_at asc, account_key asc
        ) as place
    from shares
),

kept as (
    select
        claimed_id,
        component_key,
        row_number() over (partition by component_key order by first_rank) as place
    from claims
    where place = 1
),

assigned as (
    select
        components.account_key,
        components.component_key,
        components.first_seen_at,
        coalesce(
            kept.claimed_id,
            {{ member_id(
                'components.first_account_key', 'coalesce(founders.registry_rows, 0)'
            ) }}
        ) as member_id
    from components
    left join kept
        on components.component_key = kept.component_key and kept.place = 1
    left join known as founders
        on components.first_account_key = founders.account_key
),

changes as (
    select
        coalesce(assigned.account_key, known.account_key) as account_key,
        assigned.component_key,
        assigned.first_seen_at,
        assigned.member_id,
        known.claimed_id as previous_member_id,
        case
            when known.account_key is null then 'new'
            when assigned.account_key is null then 'withdrawn'
            when known.member_id is null then 'returned'
            else 'moved'
        end as change
    from assigned
    full outer join known on assigned.account_key = known.account_key
    where coalesce(assigned.member_id, '') != coalesce(known.member_id, '')
),

causes as ({{ causes_of_moves() }})

select
    changes.account_key,
    (select coalesce(max(map_version), 0) from history) + 1 as map_version,
    changes.change,
    changes.member_id,
    changes.previous_member_id,
    case
        when changes.change = 'withdrawn' then 'account_withdrawn'
        when changes.change = 'moved' then causes.cause
    end as cause,
    changes.first_seen_at,
    {{ as_of_date() }} as mapped_on,
    {{ batch_id() }} as _batch_id
from changes
left join causes
    on
        changes.previous_member_id = causes.previous_member_id
        and changes.component_key = causes.component_key

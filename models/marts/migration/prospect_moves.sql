-- Heads of the migration ledger that have no row in member_states: members who have not
-- bought yet, counted from the months in which they were met and first bought; and
-- `unknown` ones, who existed then but have since been merged into another member or
-- erased, so that their stage cannot be told any more. Grain: month, from_code, to_code
-- and entry.
with

months as (
    {{ closed_months(var('snapshot_months')) }}
),

-- The ledger of the pool; what only a build knows is no part of it.
events as (
    select
        member_id,
        event,
        occurred_on
    from {{ ref('fct_member_events') }}
    where recorded_by = 'data'
),

spans as (
    select
        'prospect' as code,
        {{ month_of(business_date('first_seen_at')) }} as starts_in,
        {{ month_of(business_date('first_order_at')) }} as ends_in,
        cast(null as {{ dbt.type_string() }}) as end_cause
    from {{ ref('dim_members') }}
    where not is_erased
    union all
    select
        'unknown' as code,
        {{ month_of('created.occurred_on') }} as starts_in,
        {{ month_of('gone.occurred_on') }} as ends_in,
        case when gone.event = 'merged' then 'merged' else 'erased' end as end_cause
    from events as gone
    inner join events as created
        on gone.member_id = created.member_id and created.event = 'created'
    where gone.event in ('merged', 'removed')
),

counted as (
    select
        code,
        starts_in,
        ends_in,
        end_cause,
        count(*) as members
    from spans
    where ends_in is null or starts_in < ends_in
    group by code, starts_in, ends_in, end_cause
)

select
    months.month,
    case when counted.starts_in < months.month then counted.code end as from_code,
    case
        when counted.ends_in is null or counted.ends_in > months.month then counted.code
    end as to_code,
    case
        when counted.starts_in = months.month then 'new'
        when counted.ends_in = months.month then counted.end_cause
        else 'carried'
    end as entry,
    cast(sum(counted.members) as bigint) as members
from counted
inner join months
    on
        counted.starts_in <= months.month
        -- A prospect who buys leaves by a row of member_states.
        and (
            counted.ends_in is null
            or counted.ends_in > months.month
            or (counted.ends_in = months.month and counted.end_cause is not null)
        )
group by
    months.month,
    case when counted.starts_in < months.month then counted.code end,
    case
        when counted.ends_in is null or counted.ends_in > months.month then counted.code
    end,
    case
        when counted.starts_in = months.month then 'new'
        when counted.ends_in = months.month then counted.end_cause
        else 'carried'
    end

-- What each merger and split since the build before did to members, buyers and
-- repurchase, all on the orders of today. Rows are only ever added; the newest
-- impact_no is that of the last build. Events of one member follow each other, so
-- changes add up: those of the other rows of an impact give that of its total.
-- Grain: impact, event, members of the event.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    unique_key=['impact_no', 'event', 'member_id', 'other_member_id'],
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}

with

known as (
    {%- if is_incremental() %}
    select
        coalesce(max(impact_no), 0) as impact_no,
        coalesce(max(map_version), 0) as map_version
    from {{ this }}
    {%- else %}
    select
        cast(0 as bigint) as impact_no,
        cast(0 as bigint) as map_version
    {%- endif %}
),

last_total as (
    {%- if is_incremental() %}
    select
        members_after as members_last,
        buyers_after as buyers_last
    from {{ this }}
    where event = 'total' and impact_no = (select impact_no from known)
    {%- else %}
    select
        cast(null as bigint) as members_last,
        cast(null as bigint) as buyers_last
    {%- endif %}
),

new_moves as (
    select
        *,
        row_number() over (partition by account_key order by map_version) as place
    from {{ ref('fct_account_moves') }}
    where map_version > (select map_version from known)
),

first_moves as (
    select * from new_moves where place = 1
),

accounts as (
    select
        account_key,
        max(case when is_latest then member_id end) as to_id,
        min(first_map_version) as first_map_version
    from {{ ref('bridge_member_accounts') }}
    group by account_key
),

newest as (
    select
        greatest(
            (select coalesce(max(first_map_version), 0) from accounts),
            (select coalesce(max(map_version), 0) from {{ ref('fct_account_moves') }})
        ) as map_version
),

moved as (
    select
        coalesce(accounts.account_key, first_moves.account_key) as account_key,
        accounts.to_id,
        first_moves.cause,
        case
            when accounts.first_map_version > (select map_version from known) then null
            when first_moves.account_key is null then accounts.to_id
            when first_moves.change = 'returned' then null
            else first_moves.from_member_id
        end as from_id
    from accounts
    full outer join first_moves
        on accounts.account_key = first_moves.account_key
),

bought as ({{ impact_orders() }}),

pieces as (
    select
        moved.from_id,
        moved.to_id,
        min(moved.cause) as cause,
        count(*) as accounts,
        sum(coalesce(bought.orders, 0)) as orders,
        sum(coalesce(bought.window_orders, 0)) as window_orders,
        sum(coalesce(bought.prior_orders, 0)) as prior_orders
    from moved
    left join bought on moved.account_key = bought.account_key
    where moved.from_id is not null or moved.to_id is not null
    group by moved.from_id, moved.to_id
),

leaving as ({{ impact_pieces('from_id', 'to_id') }}),

joining as ({{ impact_pieces('to_id', 'from_id') }}),

before as ({{ impact_totals('from_id', 'before') }}),

after as ({{ impact_totals('to_id', 'after') }}),

steps as ({{ impact_steps() }})

select
    known.impact_no + 1 as impact_no,
    newest.map_version,
    {{ as_of_date() }} as mapped_on,
    steps.event,
    steps.member_id,
    steps.other_member_id,
    steps.cause,
    cast(steps.account_count as bigint) as account_count,
    {%- for name in impact_counts() %}
    cast(steps.{{ name }}_before as bigint) as {{ name }}_before,
    cast(steps.{{ name }}_after as bigint) as {{ name }}_after,
    {%- endfor %}
    {{ impact_rates('before') }},
    {{ impact_rates('after') }},
    case when steps.event = 'total' then last_total.members_last end as members_last,
    case when steps.event = 'total' then last_total.buyers_last end as buyers_last
from steps
cross join known
cross join newest
left join last_total on true

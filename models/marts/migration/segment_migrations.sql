-- How members moved between segments from one month end to the next, as a ledger in
-- heads and money. Grain: month, scheme, from_code, to_code, cause. The opening of a
-- code is the sum of its rows as from_code, its closing the sum as to_code, and a month
-- opens with what the one before closed with. Money is the net amount of the RFM
-- window, moved at its opening value; its change in the month is in rows of
-- value_change.
with

labelled as (
    {%- for scheme in ['lifecycle_stage', 'value_layer', 'rfm_segment', 'rfm_class'] %}
    select
        month,
        '{{ scheme }}' as scheme,
        previous_{{ scheme }} as from_code,
        {{ scheme }} as to_code,
        case
            when entry != 'carried' then entry
            when previous_{{ scheme }} is null and previous_window_orders > 0
                then 'first_scored'
            when previous_{{ scheme }} is null then 'returned'
            when {{ scheme }} is null and window_orders > 0 then 'unscored'
            when {{ scheme }} is null then 'lapsed'
            else 'carried'
        end as move,
        previous_window_net_amount,
        window_net_amount
    from {{ ref('member_states') }}
    where previous_{{ scheme }} is not null or {{ scheme }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

buyer_moves as (
    select
        month,
        scheme,
        from_code,
        to_code,
        move as entry,
        count(*) as members,
        sum(previous_window_net_amount) as opening_amount,
        sum(window_net_amount) as closing_amount
    from labelled
    group by month, scheme, from_code, to_code, move
),

other_moves as (
    {%- for scheme in ['lifecycle_stage', 'value_layer'] %}
    select
        month,
        '{{ scheme }}' as scheme,
        from_code,
        to_code,
        entry,
        members,
        0 as opening_amount,
        0 as closing_amount
    from {{ ref('prospect_moves') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

all_moves as (
    select * from buyer_moves
    union all
    select * from other_moves
),

first_month as (
    select min(month) as month
    from ({{ closed_months(var('snapshot_months')) }}) as months
),

moves as (
    select
        all_moves.month,
        all_moves.scheme,
        case
            when all_moves.month > first_month.month then all_moves.from_code
        end as from_code,
        all_moves.to_code,
        case
            when all_moves.month = first_month.month and all_moves.from_code is not null
                then 'history_start'
            else all_moves.entry
        end as entry,
        all_moves.members,
        all_moves.opening_amount,
        all_moves.closing_amount
    from all_moves
    cross join first_month
),

entries as (
    select
        month,
        scheme,
        coalesce(from_code, 'outside') as from_code,
        coalesce(to_code, 'outside') as to_code,
        case
            when from_code is null or to_code is null then entry
            when from_code = to_code then 'stayed'
            else 'moved'
        end as cause,
        members,
        case
            when from_code is null then closing_amount
            else opening_amount
        end as amount
    from moves
    where from_code is not null or to_code is not null
    union all
    select
        month,
        scheme,
        'outside' as from_code,
        to_code,
        'value_change' as cause,
        0 as members,
        closing_amount - coalesce(opening_amount, 0) as amount
    from moves
    where from_code is not null and to_code is not null
),

summed as (
    select
        month,
        scheme,
        from_code,
        to_code,
        cause,
        cast(sum(members) as bigint) as members,
        cast(sum(coalesce(amount, 0)) as decimal(18, 2)) as amount
    from entries
    group by month, scheme, from_code, to_code, cause
)

select
    *,
    case
        when from_code != 'outside'
            then
                cast(members as double)
                / sum(members) over (partition by month, scheme, from_code)
    end as transition_share
from summed

-- Each month opens, in heads and money, with what the month before closed with; and the
-- closing is what member_states holds, counted apart from the ledger.
with

closings as (
    select
        month,
        scheme,
        to_code as code,
        sum(members) as members,
        sum(amount) as amount
    from {{ ref('segment_migrations') }}
    where to_code != 'outside'
    group by month, scheme, to_code
),

openings as (
    select
        {{ month_of(add_days('month', -1)) }} as month,
        scheme,
        from_code as code,
        sum(members) as members,
        sum(amount) as amount
    from {{ ref('segment_migrations') }}
    where from_code != 'outside'
    group by month, scheme, from_code
),

last_month as (
    select max(month) as month from closings
),

states as (
    {%- for scheme in ['lifecycle_stage', 'value_layer', 'rfm_segment', 'rfm_class'] %}
    select
        month,
        '{{ scheme }}' as scheme,
        {{ scheme }} as code,
        count(*) as members,
        sum(window_net_amount) as amount
    from {{ ref('member_states') }}
    where {{ scheme }} is not null
    group by month, {{ scheme }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    'opening' as side,
    coalesce(closings.month, openings.month) as month,
    coalesce(closings.scheme, openings.scheme) as scheme,
    coalesce(closings.code, openings.code) as code
from (
    select closings.*
    from closings
    inner join last_month on closings.month < last_month.month
) as closings
full outer join openings
    on
        closings.month = openings.month
        and closings.scheme = openings.scheme
        and closings.code = openings.code
where
    coalesce(closings.members, 0) != coalesce(openings.members, 0)
    or coalesce(closings.amount, 0) != coalesce(openings.amount, 0)
union all
select
    'closing' as side,
    coalesce(closings.month, states.month) as month,
    coalesce(closings.scheme, states.scheme) as scheme,
    coalesce(closings.code, states.code) as code
from closings
full outer join states
    on
        closings.month = states.month
        and closings.scheme = states.scheme
        and closings.code = states.code
where
    coalesce(closings.code, '') not in ('prospect', 'unknown')
    and (
        coalesce(closings.members, 0) != coalesce(states.members, 0)
        or coalesce(closings.amount, 0) != coalesce(states.amount, 0)
    )

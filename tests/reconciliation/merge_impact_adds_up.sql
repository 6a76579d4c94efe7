-- The newest impact: its rows add up to its total, and its total counts the members and
-- buyers of dim_members, a second way.
with

newest as (
    select * from {{ ref('merge_impact') }}
    where impact_no = (select max(impact_no) from {{ ref('merge_impact') }})
),

steps as (
    select
        coalesce(sum(members_after - members_before), 0) as members_change,
        coalesce(sum(buyers_after - buyers_before), 0) as buyers_change,
        coalesce(sum(repeat_buyers_after - repeat_buyers_before), 0) as repeat_change
    from newest
    where event != 'total'
),

members as (
    select
        count(*) as members,
        count(first_order_at) as buyers
    from {{ ref('dim_members') }}
)

select
    newest.*,
    steps.*,
    members.*
from newest
cross join steps
cross join members
where
    newest.event = 'total'
    and (
        newest.members_after - newest.members_before != steps.members_change
        or newest.buyers_after - newest.buyers_before != steps.buyers_change
        or newest.repeat_buyers_after - newest.repeat_buyers_before
        != steps.repeat_change
        or newest.members_after != members.members
        or newest.buyers_after != members.buyers
        or newest.members_before != newest.members_last
    )

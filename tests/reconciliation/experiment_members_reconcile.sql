-- Every first assignment of a member who is not erased is one row of the experiment;
-- the moments count its members once in each slice dimension, and add up to their
-- orders and net amount.
with

keyed as (
    select
        {{ experiment_key() }} as experiment_key,
        assignments.member_id
    from {{ ref('fct_assignments') }} as assignments
    inner join {{ ref('dim_members') }} as members
        on assignments.member_id = members.member_id
    where
        assignments.is_first_of_member
        and not assignments.is_deleted
        and not members.is_erased
        and assignments.assigned_on <= {{ as_of_date() }}
),

assigned as (
    select
        experiment_key,
        count(*) as people
    from keyed
    group by experiment_key
),

members as (
    select
        experiment_key,
        count(*) as people,
        sum(case when is_counted then 1 else 0 end) as counted,
        sum(case when is_counted then orders else 0 end) as orders,
        sum(case when is_counted then net_amount else 0 end) as net_amount
    from {{ ref('experiment_members') }}
    group by experiment_key
),

moments as (
    select
        experiment_key,
        slice_dimension,
        sum(members) as counted,
        sum(members * orders_mean) as orders,
        sum(members * net_amount_mean) as net_amount
    from {{ ref('experiment_moments') }}
    group by experiment_key, slice_dimension
)

select
    coalesce(assigned.experiment_key, members.experiment_key) as experiment_key,
    'members' as side
from assigned
full outer join members on assigned.experiment_key = members.experiment_key
where coalesce(assigned.people, 0) != coalesce(members.people, 0)
union all
select
    moments.experiment_key,
    moments.slice_dimension as side
from moments
inner join members on moments.experiment_key = members.experiment_key
where
    moments.counted != members.counted
    or abs(coalesce(moments.orders, 0) - members.orders) > 1e-6
    or abs(coalesce(moments.net_amount, 0) - members.net_amount) > 1e-4

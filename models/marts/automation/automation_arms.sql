-- The arm a member was drawn into by a strategy that serves a rule. Grain: member,
-- trigger of strategies. Of several such strategies the first assignment counts, on one
-- day control before others; members in conflicting arms have none.
with

rules as (
    select distinct strategy_trigger from {{ ref('automation_rules') }}
),

assigned as (
    select
        assignments.member_id,
        strategies.trigger as strategy_trigger,
        assignments.arm,
        assignments.assigned_on,
        row_number() over (
            partition by assignments.member_id, strategies.trigger
            order by
                assignments.assigned_on,
                case when assignments.arm = 'control' then 0 else 1 end,
                assignments.assignment_key
        ) as place
    from {{ ref('fct_assignments') }} as assignments
    inner join {{ ref('dim_strategies') }} as strategies
        on assignments.strategy_key = strategies.strategy_key
    inner join rules on strategies.trigger = rules.strategy_trigger
    where
        assignments.is_first_of_member
        and not assignments.has_conflicting_arms
        and assignments.member_id is not null
        and assignments.assigned_on <= {{ as_of_date() }}
)

select
    member_id,
    strategy_trigger,
    arm,
    assigned_on
from assigned
where place = 1

-- The states of a step add up to its tasks, and the steps to all tasks.
with

counted as (
    select
        count(*) as tasks,
        count(distinct rule_code || ':' || cast(step_no as {{ dbt.type_string() }}))
            as steps
    from {{ ref('automation_tasks') }}
),

shown as (
    select
        sum(task_count) as tasks,
        count(case when task_count > 0 then 1 end) as steps,
        sum(
            task_count - done_count - missed_count - open_count - planned_count
            - suppressed_count
        ) as difference,
        min(done_count - strategy_count) as by_staff
    from {{ ref('automation_results') }}
)

select
    counted.tasks,
    shown.tasks as tasks_shown,
    shown.difference
from counted
cross join shown
where
    counted.tasks != shown.tasks
    or counted.steps != shown.steps
    or shown.difference != 0
    or shown.by_staff < 0

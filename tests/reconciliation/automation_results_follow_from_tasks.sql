-- Delay, completion and continuation of a step, a second time from its tasks: a task
-- done was done within the days of its step, and a run goes on when the step before was
-- done.
with

tasks as (
    select * from {{ ref('automation_tasks') }}
),

counted as (
    select
        tasks.rule_code,
        tasks.step_no,
        sum(case when tasks.state = 'done' then 1 else 0 end) as done_count,
        sum(case when tasks.state = 'missed' then 1 else 0 end) as missed_count,
        sum({{ days_between('tasks.due_on', 'tasks.done_on') }}) as days_late,
        sum(case
            when
                (tasks.state = 'done') != (tasks.done_on is not null)
                or tasks.done_on < tasks.due_on
                or tasks.done_on > tasks.last_on
                then 1
            else 0
        end) as faults,
        sum(case
            when earlier.state = 'done' and tasks.state in ('done', 'missed') then 1
            else 0
        end) as continuable,
        sum(case
            when earlier.state = 'done' and tasks.state = 'done' then 1 else 0
        end) as continued
    from tasks
    left join tasks as earlier
        on
            tasks.rule_code = earlier.rule_code
            and tasks.member_id = earlier.member_id
            and tasks.triggered_on = earlier.triggered_on
            and tasks.step_no - 1 = earlier.step_no
    group by tasks.rule_code, tasks.step_no
)

select
    results.rule_code,
    results.step_no,
    counted.faults
from {{ ref('automation_results') }} as results
inner join counted
    on
        results.rule_code = counted.rule_code
        and results.step_no = counted.step_no
where
    counted.faults > 0
    or abs(
        coalesce(results.completion_rate, -1) - coalesce(
            counted.done_count * 1.0e0
            / nullif(counted.done_count + counted.missed_count, 0), -1
        )
    ) > 1e-9
    or abs(
        coalesce(results.average_days_late, -1) - coalesce(
            counted.days_late * 1.0e0 / nullif(counted.done_count, 0), -1
        )
    ) > 1e-9
    or abs(
        coalesce(results.continuation_rate, -1)
        - coalesce(counted.continued * 1.0e0 / nullif(counted.continuable, 0), -1)
    ) > 1e-9

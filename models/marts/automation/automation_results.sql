-- How the rules of dialogue are kept and what they bring, step by step. Grain: rule,
-- step. The response is a valid order within goal_days from the day a task was due;
-- tasks whose goal_days are not over count for no response. With control arms of
-- strategies the effect is that of being drawn, whether reached or not (randomised);
-- without, that of tasks done against tasks missed, which is no proof (unadjusted).
with

rules as (
    select * from {{ ref('automation_rules') }}
),

tasks as (
    select
        tasks.*,
        {{ add_days('tasks.due_on', 'rules.goal_days') }} as goal_until,
        lag(tasks.state) over (
            partition by tasks.rule_code, tasks.member_id, tasks.triggered_on
            order by tasks.step_no
        ) as previous_state
    from {{ ref('automation_tasks') }} as tasks
    inner join rules
        on tasks.rule_code = rules.rule_code and tasks.step_no = rules.step_no
),

responses as (
    select distinct tasks.task_key
    from tasks
    inner join {{ ref('fct_member_days') }} as days
        on tasks.member_id = days.member_id
    where
        days.is_buying_day
        and days.on_date >= tasks.due_on
        and days.on_date < tasks.goal_until
),

seen as (
    select
        tasks.*,
        tasks.goal_until <= {{ add_days(as_of_date(), 1) }} as is_mature,
        responses.task_key is not null as has_responded
    from tasks
    left join responses on tasks.task_key = responses.task_key
),

counted as (
    select
        rule_code,
        step_no,
        count(*) as task_count,
        {%- for state in ['done', 'missed', 'open', 'planned', 'suppressed'] %}
        count(case when state = '{{ state }}' then 1 end) as {{ state }}_count,
        {%- endfor %}
        count(case when done_by = 'strategy' then 1 end) as strategy_count,
        count(case
            when previous_state = 'done' and state in ('done', 'missed') then 1
        end) as continuable_count,
        count(case when previous_state = 'done' and state = 'done' then 1 end)
            as continued_count,
        {%- for group, condition in [
            ('drawn', "arm != 'control' and is_addressable"),
            ('control', "arm = 'control' and is_addressable"),
            ('done', "state = 'done'"),
            ('missed', "state = 'missed'"),
        ] %}
        count(case when is_mature and {{ condition }} then 1 end)
            as {{ group }}_mature,
        count(case when is_mature and has_responded and {{ condition }} then 1 end)
            as {{ group }}_responded,
        {%- endfor %}
        sum(days_late) as days_late
    from seen
    group by rule_code, step_no
),

compared as (
    select
        *,
        case
            when drawn_mature > 0 and control_mature > 0 then 'randomised'
            when done_mature > 0 and missed_mature > 0 then 'unadjusted'
            else 'none'
        end as evidence
    from counted
),

sided as (
    select
        {%- for name, drawn, plain in [
            ('reached_count', 'drawn_mature', 'done_mature'),
            ('reached_responses', 'drawn_responded', 'done_responded'),
            ('other_count', 'control_mature', 'missed_mature'),
            ('other_responses', 'control_responded', 'missed_responded'),
        ] %}
        case evidence
            when 'randomised' then {{ drawn }} when 'unadjusted' then {{ plain }}
        end as {{ name }},
        {%- endfor %}
        compared.*
    from compared
)

select
    rules.rule_code,
    cast(rules.step_no as bigint) as step_no,
    rules.rule_name,
    rules.dialogue_channel,
    {%- for name in [
        'task', 'done', 'missed', 'open', 'planned', 'suppressed', 'strategy'
    ] %}
    coalesce(sided.{{ name }}_count, 0) as {{ name }}_count,
    {%- endfor %}
    sided.done_count * 1.0e0 / nullif(sided.done_count + sided.missed_count, 0)
        as completion_rate,
    sided.days_late * 1.0e0 / nullif(sided.done_count, 0) as average_days_late,
    sided.continued_count * 1.0e0 / nullif(sided.continuable_count, 0)
        as continuation_rate,
    coalesce(sided.evidence, 'none') as evidence,
    sided.reached_count,
    sided.other_count,
    sided.reached_responses * 1.0e0 / sided.reached_count as reached_response_rate,
    sided.other_responses * 1.0e0 / sided.other_count as other_response_rate,
    sided.reached_responses * 1.0e0 / sided.reached_count
    - sided.other_responses * 1.0e0 / sided.other_count as effect,
    {%- for end in ['lower', 'upper'] %}
    {{ rounded(difference_bound(
        'sided.reached_responses', 'sided.reached_count',
        'sided.other_responses', 'sided.other_count', end
    ), 6) }} as effect_{{ end }},
    {%- endfor %}
    {{ pooled_z(
        'sided.reached_responses', 'sided.reached_count',
        'sided.other_responses', 'sided.other_count'
    ) }} as effect_z
from rules
left join sided
    on rules.rule_code = sided.rule_code and rules.step_no = sided.step_no

-- What is to be done for whom by the rules of dialogue, due by day. Grain: rule, step,
-- member, day of the trigger. Done by a message of a strategy with the rule's trigger,
-- or in personal chat by any message of the staff, from the day it is due to last_on.
with

judged as (
    select
        planned.*,
        arms.arm,
        contacts.obstacle,
        coalesce(messages.messages_before >= planned.cap_messages, false) as is_capped,
        least(
            coalesce(messages.sent_on, messages.written_on),
            coalesce(messages.written_on, messages.sent_on)
        ) as done_on,
        coalesce(
            messages.sent_on <= coalesce(messages.written_on, messages.sent_on), false
        ) as is_done_by_strategy
    from {{ ref('automation_schedule') }} as planned
    inner join {{ ref('automation_contacts') }} as contacts
        on
            planned.member_id = contacts.member_id
            and planned.dialogue_channel = contacts.dialogue_channel
            and planned.purpose = contacts.purpose
    left join {{ ref('automation_arms') }} as arms
        on
            planned.member_id = arms.member_id
            and planned.strategy_trigger = arms.strategy_trigger
            and planned.due_on >= arms.assigned_on
    left join {{ ref('automation_messages') }} as messages
        on
            planned.rule_code = messages.rule_code
            and planned.step_no = messages.step_no
            and planned.member_id = messages.member_id
            and planned.triggered_on = messages.triggered_on
),

reasoned as (
    select
        *,
        case
            when done_on is not null then null
            when obstacle is not null then obstacle
            when is_capped then 'cap'
            when arm = 'control' then 'holdout'
        end as suppressed_reason
    from judged
)

select
    rule_code || ':' || step_no || ':' || member_id || ':'
    || cast(triggered_on as {{ dbt.type_string() }}) as task_key,
    rule_code,
    step_no,
    rule_name,
    member_id,
    dialogue_channel,
    arm,
    case
        when done_on is not null then 'done'
        when suppressed_reason is not null then 'suppressed'
        when due_on > {{ as_of_date() }} then 'planned'
        when last_on >= {{ as_of_date() }} then 'open'
        else 'missed'
    end as state,
    suppressed_reason,
    obstacle is null as is_addressable,
    triggered_on,
    due_on,
    last_on,
    done_on,
    case
        when is_done_by_strategy then 'strategy'
        when done_on is not null then 'staff'
    end as done_by,
    cast({{ days_between('due_on', 'done_on') }} as bigint) as days_late
from reasoned

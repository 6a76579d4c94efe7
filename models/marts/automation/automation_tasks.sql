-- What is to be done for whom by the rules of dialogue, due by day. Grain: rule, step,
-- member, day of the trigger. Done by a message of a strategy with the rule's trigger,
-- or in personal chat by any message of the staff, from the day it is due to last_on.
with

planned as (
    select * from {{ ref('automation_schedule') }}
),

sends as (
    select
        sends.member_id,
        sends.step_no,
        sends.sent_on,
        strategies.trigger as strategy_trigger
    from {{ ref('fct_sends') }} as sends
    left join {{ ref('dim_strategies') }} as strategies
        on sends.strategy_key = strategies.strategy_key
    where
        not sends.is_deleted
        and sends.member_id is not null
        and sends.sent_on <= {{ as_of_date() }}
),

sent as (
    select
        planned.rule_code,
        planned.step_no,
        planned.member_id,
        planned.triggered_on,
        min(case
            when
                sends.sent_on between planned.due_on and planned.last_on
                and sends.strategy_trigger = planned.strategy_trigger
                and sends.step_no = planned.step_no
                then sends.sent_on
        end) as done_on,
        sum(case
            when
                sends.sent_on < planned.due_on
                and sends.sent_on >= planned.cap_from
                then 1
            else 0
        end) as messages_before
    from planned
    inner join sends on planned.member_id = sends.member_id
    group by
        planned.rule_code, planned.step_no, planned.member_id, planned.triggered_on
),

written as (
    select
        planned.rule_code,
        planned.step_no,
        planned.member_id,
        planned.triggered_on,
        min(interactions.occurred_on) as done_on
    from planned
    inner join {{ ref('fct_interactions') }} as interactions
        on planned.member_id = interactions.member_id
    where
        planned.dialogue_channel = 'one_to_one'
        and interactions.kind = 'message_out'
        and not interactions.is_deleted
        and interactions.occurred_on between planned.due_on and planned.last_on
        and interactions.occurred_on <= {{ as_of_date() }}
    group by
        planned.rule_code, planned.step_no, planned.member_id, planned.triggered_on
),

judged as (
    select
        planned.*,
        arms.arm,
        contacts.obstacle,
        coalesce(sent.messages_before >= planned.cap_messages, false) as is_capped,
        least(
            coalesce(sent.done_on, written.done_on),
            coalesce(written.done_on, sent.done_on)
        ) as done_on,
        coalesce(sent.done_on <= coalesce(written.done_on, sent.done_on), false)
            as is_done_by_strategy
    from planned
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
    left join sent
        on
            planned.rule_code = sent.rule_code
            and planned.step_no = sent.step_no
            and planned.member_id = sent.member_id
            and planned.triggered_on = sent.triggered_on
    left join written
        on
            planned.rule_code = written.rule_code
            and planned.step_no = written.step_no
            and planned.member_id = written.member_id
            and planned.triggered_on = written.triggered_on
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

-- What the rules of dialogue ask for, whatever was done: their steps by day, of the
-- last automation_days and of the next automation_horizon_days. Grain: rule, step,
-- member, day of the trigger. Runs within the cooldown do not begin, and an order until
-- the day a step is due stops what follows a last order.
with

rules as (
    select * from {{ ref('automation_rules') }}
),

dated as (
    select
        rules.rule_code,
        rules.step_no,
        rules.rule_name,
        rules.dialogue_channel,
        rules.purpose,
        rules.strategy_trigger,
        rules.cap_messages,
        rules.cooldown_days,
        triggers.member_id,
        triggers.triggered_on,
        triggers.stopped_on,
        triggers.previous_on,
        {{ add_days('triggers.triggered_on', 'rules.delay_days') }} as due_on,
        {{ add_days(
            'triggers.triggered_on', 'rules.delay_days + rules.open_days - 1'
        ) }} as last_on,
        {{ add_days(
            'triggers.triggered_on', 'rules.delay_days - rules.cap_days'
        ) }} as cap_from
    from {{ ref('automation_triggers') }} as triggers
    inner join rules on triggers.trigger = rules.trigger
)

select
    rule_code,
    cast(step_no as bigint) as step_no,
    rule_name,
    member_id,
    dialogue_channel,
    purpose,
    strategy_trigger,
    cast(cap_messages as bigint) as cap_messages,
    triggered_on,
    cap_from,
    due_on,
    last_on
from dated
where
    due_on > {{ add_days(as_of_date(), -var('automation_days')) }}
    and due_on <= {{ add_days(as_of_date(), var('automation_horizon_days')) }}
    and coalesce(stopped_on > due_on, true)
    and coalesce(
        {{ days_between('previous_on', 'triggered_on') }} >= cooldown_days, true
    )

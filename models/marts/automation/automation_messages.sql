-- Messages to members with a task by the rules of dialogue. Grain: task with a message;
-- a task is a rule, step, member and day of the trigger. A strategy with the rule's
-- trigger does it, or in personal chat any message of the staff, from the day it is due
-- to last_on. Messages before are those that press, as in contact_pressure all that
-- arrived, of tools and staff, from cap_from to the day before it is due; they are
-- counted where nothing stands against the task anyway.
{% set task = ['rule_code', 'step_no', 'member_id', 'triggered_on'] -%}
with

-- Time is cut into blocks as long as the longest time of pressure, so that messages
-- before a task lie in the block of the day it is due or the one before.
longest as (
    select greatest(max({{ days_between('cap_from', 'due_on') }}), 1) as block_days
    from {{ ref('automation_schedule') }}
),

contacts as (
    select
        contacts.member_id,
        contacts.contacted_on,
        {{ block_of(epoch_days('contacts.contacted_on'), 'longest.block_days') }}
            as block
    from {{ ref('dialogue_contacts') }} as contacts
    cross join longest
    where contacts.is_delivered
),

backs as (
    {{ numbers(0, 1) }}
),

pressed as (
    select
        tasks.{{ task | join(',\n        tasks.') }},
        tasks.cap_from,
        tasks.due_on,
        {{ block_of(epoch_days('tasks.due_on'), 'longest.block_days') }} - backs.number
            as block
    from {{ ref('automation_schedule') }} as tasks
    inner join {{ ref('automation_contacts') }} as ways
        on
            tasks.member_id = ways.member_id
            and tasks.dialogue_channel = ways.dialogue_channel
            and tasks.purpose = ways.purpose
    cross join longest
    cross join backs
    where ways.obstacle is null
),

messages as (
    select
        tasks.{{ task | join(',\n        tasks.') }},
        sends.sent_on,
        cast(null as date) as written_on,
        0 as is_before
    from {{ ref('automation_schedule') }} as tasks
    inner join {{ ref('dim_strategies') }} as strategies
        on tasks.strategy_trigger = strategies.trigger
    inner join {{ ref('fct_sends') }} as sends
        on
            tasks.member_id = sends.member_id
            and strategies.strategy_key = sends.strategy_key
            and tasks.step_no = sends.step_no
            and tasks.due_on <= sends.sent_on
            and tasks.last_on >= sends.sent_on
    where not sends.is_deleted and sends.sent_on <= {{ as_of_date() }}
    union all
    select
        tasks.{{ task | join(',\n        tasks.') }},
        cast(null as date) as sent_on,
        interactions.occurred_on as written_on,
        0 as is_before
    from {{ ref('automation_schedule') }} as tasks
    inner join {{ ref('fct_interactions') }} as interactions
        on
            tasks.member_id = interactions.member_id
            and tasks.due_on <= interactions.occurred_on
            and tasks.last_on >= interactions.occurred_on
    where
        tasks.dialogue_channel = 'one_to_one'
        and interactions.kind = 'message_out'
        and not interactions.is_deleted
        and interactions.occurred_on <= {{ as_of_date() }}
    union all
    select
        pressed.{{ task | join(',\n        pressed.') }},
        cast(null as date) as sent_on,
        cast(null as date) as written_on,
        1 as is_before
    from pressed
    inner join contacts
        on
            pressed.member_id = contacts.member_id
            and pressed.block = contacts.block
            and pressed.cap_from <= contacts.contacted_on
            and pressed.due_on > contacts.contacted_on
)

select
    {{ task | join(',\n    ') }},
    min(sent_on) as sent_on,
    min(written_on) as written_on,
    cast(sum(is_before) as bigint) as messages_before
from messages
group by {{ task | join(', ') }}

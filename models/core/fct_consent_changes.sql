-- Days on which a member's consent changed, so that a running sum of change says how
-- many consent. The last word of a day counts. Grain: member, purpose, dialogue
-- channel, day.
with

latest_of_day as (
    select
        member_id,
        purpose,
        dialogue_channel,
        channel_code,
        is_granted,
        occurred_on,
        row_number() over (
            partition by member_id, purpose, dialogue_channel, occurred_on
            order by occurred_at desc, consent_key desc
        ) as place
    from {{ ref('fct_consents') }}
    where member_id is not null and not is_deleted
),

compared as (
    select
        *,
        coalesce(lag(is_granted) over (
            partition by member_id, purpose, dialogue_channel order by occurred_on
        ), false) as was_granted
    from latest_of_day
    where place = 1
)

select
    member_id,
    purpose,
    dialogue_channel,
    channel_code,
    is_granted,
    cast(case when is_granted then 1 else -1 end as integer) as change,
    occurred_on
from compared
where is_granted != was_granted

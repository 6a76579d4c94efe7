-- The dialogue channel by which a member is expected to answer best, among those that
-- reach the member. Grain: member whom a channel reaches. A member's response rate is
-- drawn towards that of the lifecycle stage, and this towards that of all, each of
-- which counts as a few sends. Of members who did not agree to profiling nothing is
-- read.
{% set weight = best_time_weight() -%}
with

members as (
    select
        lifecycle.member_id,
        permissions.may_profile,
        case when permissions.may_profile then lifecycle.lifecycle_stage else 'all' end
            as stage
    from {{ ref('member_lifecycle') }} as lifecycle
    inner join {{ ref('member_permissions') }} as permissions
        on lifecycle.member_id = permissions.member_id
),

own as (
    select
        contacts.member_id,
        contacts.dialogue_channel,
        members.stage,
        count(*) as sends,
        sum(case when contacts.is_responded then 1 else 0 end) as responses
    from {{ ref('dialogue_contacts') }} as contacts
    inner join members
        on contacts.member_id = members.member_id and members.may_profile
    where
        contacts.source = 'send'
        and contacts.is_delivered
        and contacts.contacted_on >= {{ first_of_days(var('dialogue_history_days')) }}
    group by contacts.member_id, contacts.dialogue_channel, members.stage
),

by_stage as (
    select
        stage,
        dialogue_channel,
        sum(sends) as sends,
        sum(responses) as responses
    from own
    group by stage, dialogue_channel
),

overall as (
    select (sum(responses) + 1.0e0) / (sum(sends) + 2) as share from by_stage
),

by_channel as (
    select
        channels.dialogue_channel,
        {{ drawn_share('coalesce(sum(by_stage.responses), 0)',
            'coalesce(sum(by_stage.sends), 0)',
            'coalesce(max(overall.share), 0.5e0)', weight) }} as share
    from {{ ref('dialogue_channels') }} as channels
    cross join overall
    left join by_stage on channels.dialogue_channel = by_stage.dialogue_channel
    group by channels.dialogue_channel
),

scored as (
    select
        reachable.member_id,
        reachable.dialogue_channel,
        coalesce(own.sends, 0) as sends,
        coalesce(own.responses, 0) as responses,
        coalesce(by_stage.sends, 0) as stage_sends,
        {{ drawn_share('coalesce(by_stage.responses, 0)',
            'coalesce(by_stage.sends, 0)', 'by_channel.share', weight) }}
            as stage_share
    from {{ ref('member_reachability') }} as reachable
    inner join members on reachable.member_id = members.member_id
    inner join by_channel
        on reachable.dialogue_channel = by_channel.dialogue_channel
    left join by_stage
        on
            members.stage = by_stage.stage
            and reachable.dialogue_channel = by_stage.dialogue_channel
    left join own
        on
            reachable.member_id = own.member_id
            and reachable.dialogue_channel = own.dialogue_channel
    where reachable.is_reachable
),

expected as (
    select
        *,
        {{ drawn_share('responses', 'sends', 'stage_share', weight) }}
            as expected_rate
    from scored
),

ranked as (
    select
        *,
        row_number() over (
            partition by member_id
            order by round(expected_rate, 12) desc, dialogue_channel
        ) as place
    from expected
)

select
    member_id,
    dialogue_channel as best_channel,
    expected_rate as expected_response_rate,
    cast(sends as bigint) as sends,
    cast(responses as bigint) as responses,
    case
        when sends >= {{ weight }} then 'member'
        when stage_sends >= {{ var('least_comparisons') }} then 'stage'
        else 'all'
    end as evidence
from ranked
where place = 1

-- By which dialogue channels a member can be reached. Grain: member, dialogue channel
-- with an address or a word of consent; without a row there is neither. A relation
-- stands when its last beginning is later than its last end; at one time the end
-- counts, and an end in one account of a dialogue channel counts for all of them.
with

dialogue_channels as (
    select * from {{ ref('dialogue_channels') }}
),

account_channels as (
    select
        dialogue_channels.dialogue_channel,
        channels.channel_code
    from dialogue_channels
    inner join {{ ref('dim_channels') }} as channels
        on
            ' ' || dialogue_channels.account_channels || ' '
            like '% ' || channels.channel_code || ' %'
),

evidence as (
    select
        accounts.member_id,
        account_channels.dialogue_channel,
        accounts.first_seen_at as started_at,
        cast(null as timestamp) as ended_at,
        cast(null as timestamp) as delivered_at,
        0 as responses
    from {{ ref('bridge_member_accounts') }} as accounts
    inner join account_channels on accounts.channel_code = account_channels.channel_code
    where accounts.is_latest and accounts.is_current
    union all
    select
        members.member_id,
        dialogue_channels.dialogue_channel,
        members.first_seen_at as started_at,
        cast(null as timestamp) as ended_at,
        cast(null as timestamp) as delivered_at,
        0 as responses
    from {{ ref('dim_members') }} as members
    inner join dialogue_channels on dialogue_channels.address = 'phone'
    where members.phone_hash is not null
    union all
    select
        relations.member_id,
        channels.dialogue_channel,
        case when not kinds.ends_relation then relations.occurred_at end as started_at,
        case when kinds.ends_relation then relations.occurred_at end as ended_at,
        cast(null as timestamp) as delivered_at,
        0 as responses
    from {{ ref('fct_interactions') }} as relations
    inner join {{ ref('interaction_kinds') }} as kinds
        on relations.kind = kinds.kind
    inner join {{ ref('dim_channels') }} as channels
        on
            relations.channel_code = channels.channel_code
            and channels.dialogue_channel is not null
    where
        (kinds.ends_relation or kinds.kind in ('add_friend', 'join_group', 'follow'))
        and not relations.is_deleted
        and relations.member_id is not null
        and relations.occurred_on <= {{ as_of_date() }}
    union all
    select
        member_id,
        dialogue_channel,
        contacted_at as started_at,
        cast(null as timestamp) as ended_at,
        contacted_at as delivered_at,
        case when is_responded then 1 else 0 end as responses
    from {{ ref('dialogue_contacts') }}
    where is_delivered
),

addresses as (
    select
        member_id,
        dialogue_channel,
        max(started_at) as started_at,
        max(ended_at) as ended_at,
        count(delivered_at) as deliveries,
        sum(responses) as responses,
        max(delivered_at) as last_delivered_at
    from evidence
    group by member_id, dialogue_channel
),

general as (
    select * from {{ ref('member_consents') }}
    where purpose = 'marketing' and dialogue_channel = 'all'
),

specific as (
    select * from {{ ref('member_consents') }}
    where purpose = 'marketing' and dialogue_channel != 'all'
),

combined as (
    select
        coalesce(addresses.member_id, specific.member_id) as member_id,
        coalesce(addresses.dialogue_channel, specific.dialogue_channel)
            as dialogue_channel,
        addresses.started_at,
        addresses.ended_at,
        addresses.last_delivered_at,
        coalesce(addresses.deliveries, 0) as deliveries,
        coalesce(addresses.responses, 0) as responses,
        specific.is_granted
    from addresses
    full outer join specific
        on
            addresses.member_id = specific.member_id
            and addresses.dialogue_channel = specific.dialogue_channel
),

judged as (
    select
        combined.*,
        coalesce(combined.is_granted, general.is_granted) as consent,
        case
            when combined.ended_at >= coalesce(combined.started_at, combined.ended_at)
                then 'relation_ended'
            when combined.started_at is null then 'no_address'
            when coalesce(combined.is_granted, general.is_granted) is null
                then 'not_asked'
            when not coalesce(combined.is_granted, general.is_granted) then 'refused'
        end as unreachable_reason
    from combined
    inner join {{ ref('dim_members') }} as members
        on combined.member_id = members.member_id and not members.is_erased
    left join general on combined.member_id = general.member_id
)

select
    member_id,
    dialogue_channel,
    unreachable_reason is null as is_reachable,
    unreachable_reason,
    started_at is not null as has_address,
    consent as has_consent,
    cast(deliveries as bigint) as deliveries,
    cast(responses as bigint) as responses,
    last_delivered_at,
    ended_at as relation_ended_at
from judged

-- How a member stands in dialogue with us. Grain: member. A relation stands when its
-- last beginning is later than its last end; at one time the end counts.
with

rules as (
    {{ label_rules(['fatigue_days', 'fatigue_middle', 'fatigue_high', 'sop_days']) }}
),

interactions as (
    select
        interactions.*,
        kinds.is_own,
        channels.dialogue_channel
    from {{ ref('fct_interactions') }} as interactions
    left join {{ ref('interaction_kinds') }} as kinds
        on interactions.kind = kinds.kind
    left join {{ ref('dim_channels') }} as channels
        on interactions.channel_code = channels.channel_code
    where
        not interactions.is_deleted
        and interactions.member_id is not null
        and interactions.occurred_on <= {{ as_of_date() }}
),

moments as (
    select
        member_id,
        {%- for name, kinds in [
            ('friend_from', ['add_friend']), ('friend_to', ['delete_friend']),
            ('group_from', ['join_group']), ('group_to', ['leave_group']),
            ('scanned_at', ['scan']), ('registered_at', ['register']),
            ('received_at', ['receive_gift']), ('live_at', ['attend_live']),
            ('blocked_at', ['block']),
        ] %}
        max(case when kind in ('{{ kinds | join("', '") }}') then occurred_at end)
            as {{ name }},
        {%- endfor %}
        {%- for name, kind in [
            ('followed_at', 'follow'), ('unfollowed_at', 'unfollow')
        ] %}
        max(case
            when kind = '{{ kind }}' and dialogue_channel = 'official_account'
                then occurred_at
        end) as {{ name }},
        {%- endfor %}
        max(case when is_own then occurred_on end) as last_interaction_on
    from interactions
    group by member_id
),

messages as (
    select
        sends.member_id,
        sum(case
            when
                sends.sent_on >= {{ first_day_of_window('rules.fatigue_days') }}
                and sends.opened_at is null
                and sends.clicked_at is null
                and sends.replied_at is null
                then 1
            else 0
        end) as unanswered,
        max_by(
            strategies.strategy_key || ':' || sends.step_no,
            case
                when
                    strategies.kind = 'sop'
                    and sends.sent_on >= {{ first_day_of_window('rules.sop_days') }}
                    then
                        cast(sends.sent_on as {{ dbt.type_string() }})
                        || sends.send_key
            end
        ) as sop_step
    from {{ ref('fct_sends') }} as sends
    left join {{ ref('dim_strategies') }} as strategies
        on sends.strategy_key = strategies.strategy_key
    cross join rules
    where
        not sends.is_deleted
        and sends.member_id is not null
        and sends.sent_on <= {{ as_of_date() }}
    group by sends.member_id
),

contacts as (
    select
        member_id,
        bool_or(has_phone) as has_phone,
        bool_or(channel_code = 'app') as has_app
    from {{ ref('dim_accounts') }}
    where member_id is not null
    group by member_id
),

computed as (
    select
        contacts.member_id,
        coalesce(
            moments.friend_from
            > greatest(
                coalesce(moments.friend_to, timestamp '1970-01-01 00:00:00'),
                coalesce(moments.blocked_at, timestamp '1970-01-01 00:00:00')
            ),
            false
        ) as is_one_to_one_friend,
        coalesce(
            moments.group_from
            > coalesce(moments.group_to, timestamp '1970-01-01 00:00:00'),
            false
        ) as is_group_member,
        coalesce(
            moments.followed_at
            > coalesce(moments.unfollowed_at, timestamp '1970-01-01 00:00:00'),
            false
        ) as is_official_account_follower,
        contacts.has_phone and permissions.may_market_by_sms as is_sms_reachable,
        contacts.has_app and permissions.may_market_by_push as is_push_reachable,
        case
            when moments.received_at is not null then 'received'
            when
                moments.scanned_at is not null and moments.registered_at is not null
                then 'registered'
            when moments.scanned_at is not null then 'scan_only'
        end as scan_status,
        coalesce(moments.live_at is not null, false) as is_live_attendee,
        messages.sop_step,
        moments.last_interaction_on,
        case
            when messages.unanswered >= rules.fatigue_high then 'high'
            when messages.unanswered >= rules.fatigue_middle then 'middle'
            when messages.unanswered > 0 then 'low'
        end as fatigue_level
    from contacts
    cross join rules
    inner join {{ ref('member_permissions') }} as permissions
        on contacts.member_id = permissions.member_id
    left join moments on contacts.member_id = moments.member_id
    left join messages on contacts.member_id = messages.member_id
)

select
    {{ permitted_labels('engagement') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id
where not permissions.is_erased

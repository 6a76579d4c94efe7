-- What members of campaigns and strategies met and did in their window. Grain: campaign
-- or strategy, member with a send, an act or a coupon. A channel that tells no arrivals
-- reaches whom it is sent to. Taking part is a click, a reply, an act of one's own that
-- names the campaign, or a coupon taken or redeemed, from the assignment to as_of.
with

windows as (
    select
        *,
        least(window_to, {{ end_of_data() }}) as known_to
    from {{ ref('campaign_windows') }}
),

telling_channels as (
    select distinct dialogue_channel
    from {{ ref('fct_sends') }}
    where delivered_at < {{ end_of_data() }} and not is_deleted
),

sends as (
    {{ rows_of_subjects('fct_sends', [
        'member_id', 'dialogue_channel', 'cost_amount', 'sent_at', 'delivered_at',
        'opened_at', 'clicked_at', 'replied_at', 'opted_out_at'
    ], 'member_id is not null') }}
),

met as (
    select
        windows.subject_kind,
        windows.subject_key,
        windows.member_id,
        min_by(
            sends.dialogue_channel,
            cast(sends.sent_at as {{ dbt.type_string() }})
            || ' ' || sends.dialogue_channel
        ) as dialogue_channel,
        count(*) as sends,
        sum(sends.cost_amount) as send_cost_amount,
        max(case
            when
                coalesce(
                    sends.delivered_at,
                    case
                        when telling_channels.dialogue_channel is null
                            then sends.sent_at
                    end
                ) < windows.known_to
                then 1
            else 0
        end) as reached,
        max(case when sends.opened_at < windows.known_to then 1 else 0 end) as opened,
        max(case when sends.clicked_at < windows.known_to then 1 else 0 end)
            as clicked,
        max(case when sends.opted_out_at < windows.known_to then 1 else 0 end)
            as opted_out,
        min(case
            when least(sends.clicked_at, sends.replied_at) < windows.known_to
                then least(sends.clicked_at, sends.replied_at)
        end) as answered_at
    from windows
    inner join sends
        on
            windows.subject_kind = sends.subject_kind
            and windows.subject_key = sends.subject_key
            and windows.member_id = sends.member_id
            and windows.assigned_at <= sends.sent_at
            and windows.known_to > sends.sent_at
    left join telling_channels
        on sends.dialogue_channel = telling_channels.dialogue_channel
    group by windows.subject_kind, windows.subject_key, windows.member_id
),

acts as (
    select
        member_id,
        campaign_id as subject_key,
        false as is_redemption,
        occurred_at
    from {{ ref('fct_interactions') }}
    where
        not is_deleted
        and campaign_id is not null
        and kind in (select kind from {{ ref('interaction_kinds') }} where is_own)
    union all
    select
        member_id,
        campaign_key as subject_key,
        false as is_redemption,
        claimed_at as occurred_at
    from {{ ref('fct_coupons') }}
    where not is_deleted and campaign_key is not null and claimed_at > issued_at
    union all
    select
        member_id,
        campaign_key as subject_key,
        true as is_redemption,
        redeemed_at as occurred_at
    from {{ ref('fct_coupons') }}
    where not is_deleted and campaign_key is not null and redeemed_at is not null
),

took_part as (
    select
        windows.subject_kind,
        windows.subject_key,
        windows.member_id,
        min(case
            when
                acts.occurred_at >= windows.assigned_at
                and acts.occurred_at < windows.known_to
                then acts.occurred_at
        end) as acted_at,
        sum(case when acts.occurred_at < windows.assigned_at then 1 else 0 end)
            as early_acts,
        sum(case
            when acts.is_redemption and acts.occurred_at >= windows.assigned_at
                then 1
        end) as redemptions
    from windows
    inner join acts
        on
            windows.subject_kind = 'campaign'
            and windows.subject_key = acts.subject_key
            and windows.member_id = acts.member_id
    where acts.occurred_at < {{ end_of_data() }}
    group by windows.subject_kind, windows.subject_key, windows.member_id
)

select
    coalesce(met.subject_kind, took_part.subject_kind) as subject_kind,
    coalesce(met.subject_key, took_part.subject_key) as subject_key,
    coalesce(met.member_id, took_part.member_id) as member_id,
    met.dialogue_channel,
    coalesce(met.sends, 0) as sends,
    cast(coalesce(met.send_cost_amount, 0) as decimal(18, 2)) as send_cost_amount,
    coalesce(met.reached + met.opened + met.clicked > 0, false) as is_reached,
    coalesce(met.opened + met.clicked > 0, false) as is_opened,
    coalesce(met.clicked > 0, false) as is_clicked,
    coalesce(met.opted_out > 0, false) as is_opted_out,
    least(met.answered_at, took_part.acted_at) as participated_at,
    cast(coalesce(took_part.redemptions, 0) as bigint) as redemptions,
    cast(coalesce(took_part.early_acts, 0) as bigint) as early_acts
from met
full outer join took_part
    on
        met.subject_kind = took_part.subject_kind
        and met.subject_key = took_part.subject_key
        and met.member_id = took_part.member_id

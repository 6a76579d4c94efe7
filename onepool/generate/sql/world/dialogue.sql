-- What the brand says to treated people, what comes back, and who may be addressed.
create or replace table sends as
with steps as (
    select
        assignments.*,
        audiences.campaign_no is not null as is_of_audience,
        unnest(
            range(
                1,
                1 + case
                    when strategy_no is not null then 2
                    when audiences.campaign_no is not null then 1
                    else getvariable('waves')
                end
            )
        )::integer as step_no,
    from assignments
    left join audiences using (campaign_no)
    where arm <> 'control' and coalesce(audiences.is_reported, true)
),

sent as (
    select
        assignment_no * 4 + step_no as send_no,
        assignment_no,
        campaign_no,
        strategy_no,
        coalesce(campaign_no, 40 + strategy_no) as content_draw,
        account_no,
        person_id,
        step_no,
        case
            when is_of_audience
                then start_s + 12 * 3600
                + pick2('send.second', assignment_no, step_no, 1800)
            else start_s + 1800 + (step_no - 1) * 3 * 86400
            + pick2('send.second', assignment_no, step_no, 36000)
        end as sent_s,
        case
            when is_of_audience then 'sms'
            when strategy_no is not null
                then [
                    'one_to_one', 'sms', 'official_account', 'one_to_one', null, 'sms'
                ][strategy_no]
            else [
                'sms', 'push', 'official_account', 'one_to_one', 'group', 'popup',
                'call'
            ][
                1 + (pick('send.channel', account_no, 7) + step_no - 1) % 7
            ]
        end as dialogue_channel,
        u2('send.delivered', assignment_no, step_no) < 0.95 as is_delivered,
        u2('send.opened', assignment_no, step_no) as open_draw,
        u2('send.clicked', assignment_no, step_no) as click_draw,
        u2('send.replied', assignment_no, step_no) as reply_draw,
        u2('send.opted_out', assignment_no, step_no) as opt_out_draw,
    from steps
    where u2('send.sent', assignment_no, step_no) < 0.93

    union all

    select
        getvariable('first_push_send_no')
        + account_no::bigint * getvariable('push_count') + push_no as send_no,
        null as assignment_no,
        null as campaign_no,
        null as strategy_no,
        pushes.push_no as content_draw,
        pushed.account_no,
        pushed.person_id,
        null as step_no,
        pushes.push_s + pick2('push.second', account_no, push_no, 11 * 3600) as sent_s,
        pushes.dialogue_channel,
        u2('push.delivered', account_no, push_no) < 0.95 as is_delivered,
        u2('push.opened', account_no, push_no) as open_draw,
        u2('push.clicked', account_no, push_no) as click_draw,
        u2('push.replied', account_no, push_no) as reply_draw,
        -- One in three hundred takes a push for the last.
        4 * u2('push.opted_out', account_no, push_no) as opt_out_draw,
    from pushed
    inner join pushes using (push_no)
    where u2('push.sent', account_no, push_no) < 0.93
),

answered as (
    select
        *,
        case when is_delivered then sent_s + 2 + send_no % 60 end as delivered_s,
        case
            when is_delivered and open_draw < 0.32
                then sent_s + 120 + floor(open_draw / 0.32 * 20000)::bigint
        end as opened_s,
    from sent
    where sent_s < getvariable('end_s') - 100
)

select
    send_no,
    'SD' || lpad(send_no::varchar, 11, '0') as send_id,
    assignment_no,
    campaign_no,
    strategy_no,
    account_no,
    person_id,
    step_no,
    content_draw,
    dialogue_channel,
    sent_s,
    delivered_s,
    opened_s,
    case when click_draw < 0.35 then opened_s + 30 + send_no % 300 end as clicked_s,
    case
        when reply_draw < 0.06 and dialogue_channel in ('one_to_one', 'group', 'sms')
            then opened_s + 90 + send_no % 900
    end as replied_s,
    case
        when opt_out_draw < 0.012 then delivered_s + 60 + send_no % 3000
    end as opted_out_s,
    case dialogue_channel
        when 'sms' then 5
        when 'call' then 80
        else 0
    end::bigint as cost_cents,
from answered
;

-- Who does not want messages of a channel gets no more pushes there.
delete from sends
using (
    select
        account_no,
        dialogue_channel,
        min(opted_out_s) as opted_out_s,
    from sends
    where opted_out_s is not null
    group by account_no, dialogue_channel
) as refused
where
    sends.assignment_no is null
    and sends.account_no = refused.account_no
    and sends.dialogue_channel = refused.dialogue_channel
    and sends.sent_s > refused.opted_out_s
;

create or replace table consent_entries as
with own_accounts as (
    select
        account_no,
        channel_code,
        account_id,
        registered_s,
        active_until_s,
    from accounts
    where channel_code in (
        'mini_program', 'app', 'online_mall', 'crm', 'counter', 'official_account'
    )
),

granted as (
    select
        own_accounts.*,
        purposes.*,
        u2('consent.granted', account_no, purpose_no) as grant_draw,
        u2('consent.withdrawn', account_no, purpose_no) as withdrawal_draw,
    from own_accounts
    cross join (
        values
        (1, 'marketing', 'sms', 0.86, 0.9),
        (2, 'marketing', 'official_account', 0.9, 0.4),
        (3, 'profiling', 'all', 0.93, 0.8),
        (4, 'sharing', 'all', 0.3, 0.15),
        (5, 'marketing', 'one_to_one', 0.88, 0.5)
    ) as purposes (purpose_no, purpose, dialogue_channel, grant_share, asked_share)
    where u2('consent.asked', account_no, purpose_no) < asked_share
)

select
    account_no * 16 + purpose_no as consent_no,
    account_no,
    purpose,
    dialogue_channel,
    grant_draw < grant_share as is_granted,
    registered_s + purpose_no as occurred_s,
from granted

union all

select
    account_no * 16 + 8 + purpose_no,
    account_no,
    purpose,
    dialogue_channel,
    false,
    registered_s + 86400
    + floor(withdrawal_draw / 0.05 * (active_until_s - registered_s - 86400))::bigint,
from granted
where
    grant_draw < grant_share
    and withdrawal_draw < 0.05
    and active_until_s > registered_s + 2 * 86400

union all

select
    account_no * 16 + 15,
    account_no,
    'marketing',
    dialogue_channel,
    false,
    min(opted_out_s),
from sends
where opted_out_s is not null
group by account_no, dialogue_channel
qualify row_number() over (
    partition by account_no order by min(opted_out_s), dialogue_channel
) = 1
;

create or replace table deletion_requests as
select
    row_number() over (order by account_no) as request_no,
    account_no,
    person_id,
    greatest(registered_s + 3600, getvariable('start_s') + 86400)
    + floor(
        u('erasure.at', person_id)
        * (
            getvariable('end_s') - 60
            - greatest(registered_s + 3600, getvariable('start_s') + 86400)
        )
    )::bigint as requested_s,
from (
    select
        account_no,
        person_id,
        registered_s,
        row_number() over (order by account_no) as position,
    from (
        select
            account_no,
            person_id,
            registered_s,
        from accounts
        where
            not is_void
            and registered_s < getvariable('end_s') - 2 * 86400
            and person_id not in (select from_person_id from recycled_numbers)
            and channel_code in ('mini_program', 'app', 'crm', 'tmall', 'jd', 'pos')
        qualify row_number() over (partition by person_id order by account_no) = 1
    )
)
-- One request at least, also in a small world.
where
    u('erasure.asked', person_id) < getvariable('erasures')
    or (getvariable('erasures') > 0 and position in (20, 60))
;

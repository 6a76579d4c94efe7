-- Interactions: a Poisson count for each account by the person's engagement, and the
-- funnel of its joining (scan, register or follow, receive a gift).
create or replace table interaction_windows as
select
    account_no,
    channel_no,
    channel_code,
    registered_s,
    greatest(registered_s, getvariable('start_s')) as from_s,
    accounts.active_until_s,
    accounts.interaction_weight * people.engagement as relative_rate,
    opening.first_slot as from_slot,
    closing.first_slot + closing.weight as to_slot,
from accounts
inner join people on accounts.person_id = people.person_id
inner join calendar as opening
    on greatest(registered_s - getvariable('start_s'), 0) // 86400 = opening.day_no
inner join calendar as closing
    on (accounts.active_until_s - 1 - getvariable('start_s')) // 86400 = closing.day_no
where
    interaction_weight > 0
    and accounts.active_until_s > greatest(registered_s, getvariable('start_s')) + 7200
;

create or replace table joining_interactions as
with joiners as (
    select
        account_no,
        channel_no,
        channel_code,
        registered_s,
        qr_no,
    from accounts
    where interaction_weight > 0 and registered_s >= getvariable('start_s')
)

select
    *,
    case
        when channel_code in ('wecom_group') then 'join_group'
        when channel_code in ('wechat_personal') then 'add_friend'
        when channel_code in (
            'douyin', 'kuaishou', 'xiaohongshu', 'weibo', 'bilibili',
            'official_account', 'video_account'
        ) then 'follow'
        else 'register'
    end as kind,
    1 as step,
    registered_s as occurred_s,
from joiners

union all

select
    *,
    'scan' as kind,
    0 as step,
    registered_s - 40 as occurred_s,
from joiners
where qr_no is not null

union all

select
    *,
    'receive_gift' as kind,
    2 as step,
    registered_s + 300 + pick('joining.gift', account_no, 1800) as occurred_s,
from joiners
where
    qr_no is not null
    and u('joining.gift', account_no) < 0.6
    and registered_s + 2200 < getvariable('end_s')

union all

-- People who scan and go no further keep a visit, not a registration.
select
    *,
    'scan' as kind,
    3 as step,
    registered_s + 86400 + pick('joining.again', account_no, 86400) as occurred_s,
from joiners
where
    qr_no is not null
    and u('joining.again', account_no) < 0.3
    and registered_s + 172900 < getvariable('end_s')
;

set variable interaction_rate = (
    select
        greatest(
            0,
            getvariable('interactions_per_person') * getvariable('people')
            * getvariable('days') / 365.0
            - (select count(*) from joining_interactions)
        )
        / (
            sum((relative_rate * 1000)::bigint * (to_slot - from_slot)) / 1000.0
            / getvariable('year_slots')
        )
    from interaction_windows
);

create or replace table interactions_drawn as
with counted as (
    select
        *,
        least(
            400,
            poisson(
                'interaction.count',
                account_no,
                relative_rate * getvariable('interaction_rate')
                * (to_slot - from_slot) / getvariable('year_slots')
            )
        ) as interaction_count,
    from interaction_windows
),

expanded as (
    select
        *,
        unnest(range(1, interaction_count + 1))::integer as ordinal,
    from counted
)

select
    expanded.account_no,
    expanded.ordinal,
    expanded.channel_no,
    expanded.channel_code,
    pick2('interaction.kind', account_no, ordinal, sizes.slot_count) as kind_slot,
    case
        when
            getvariable('start_s') + day_no * 86400 + hour * 3600
            between from_s and active_until_s - 3600
            then getvariable('start_s') + day_no * 86400 + hour * 3600
            + pick2('interaction.second', account_no, ordinal, 3600)
        else from_s + 60
        + floor(
            u2('interaction.inside', account_no, ordinal)
            * (active_until_s - from_s - 120)
        )::bigint
    end as occurred_s,
from expanded
inner join (
    select channel_no, any_value(slot_count) as slot_count
    from interaction_slots
    group by channel_no
) as sizes on expanded.channel_no = sizes.channel_no
inner join day_slots
    on from_slot + pick2('interaction.day', account_no, ordinal, to_slot - from_slot)
    = day_slots.slot
inner join hour_slots
    on pick2(
        'interaction.hour', account_no, ordinal, getvariable('hour_slot_count')
    ) = hour_slots.slot
;

create or replace table interactions as
with kinds as (
    select
        drawn.account_no,
        drawn.ordinal,
        drawn.channel_code,
        drawn.occurred_s,
        slots.kind,
        slots.touchpoint,
        case
            when slots.kind = 'scan'
                then pick2('interaction.qr', account_no, ordinal, 60)
        end as qr_no,
    from interactions_drawn as drawn
    inner join interaction_slots as slots
        on drawn.channel_no = slots.channel_no
        and drawn.kind_slot = slots.slot

    union all

    select
        account_no,
        -1 - step,
        channel_code,
        occurred_s,
        kind,
        'joining',
        qr_no,
    from joining_interactions
)

select
    row_number() over (order by kinds.account_no, ordinal) as interaction_no,
    kinds.account_no,
    accounts.account_id,
    accounts.person_id,
    kinds.channel_code,
    kinds.kind,
    kinds.touchpoint,
    kinds.occurred_s,
    kinds.qr_no,
    accounts.store_no,
    accounts.employee_no,
from kinds
inner join accounts on kinds.account_no = accounts.account_no
;

drop table interactions_drawn;
drop table interaction_windows;
drop table joining_interactions;

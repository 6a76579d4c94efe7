-- Campaigns and strategies with randomised arms. Their effect is real: people in a
-- treated arm get an extra paid order with the stated probability.
create or replace table campaigns as
with occasions as (
    select
        year_no,
        occasion.*,
    from range(2020, 2031) as years (year_no)
    cross join (
        values
        ('3.8焕新', 'festival', 3, 3, 7, '女神节', 'headquarters'),
        ('618大促', 'promotion', 6, 12, 8, '囤货', 'headquarters'),
        ('亲子会员日', 'member_day', 8, 15, 5, '会员', 'stores'),
        ('经销商联合周', 'dealer', 9, 12, 7, '终端', 'dealer'),
        ('双11狂欢', 'promotion', 11, 6, 8, '囤货', 'headquarters'),
        ('双12返场', 'promotion', 12, 9, 6, '返场', 'headquarters'),
        ('年货节', 'festival', 1, 20, 10, '年货', 'headquarters')
    ) as occasion (name, kind, month_no, day_no, length, theme, scope)
),

dated as (
    select
        name || ' ' || year_no::varchar as name,
        kind,
        theme,
        scope,
        seconds_of(make_date(year_no, month_no, day_no)) as start_s,
        seconds_of(make_date(year_no, month_no, day_no)) + length * 86400 as until_s,
    from occasions

    union all

    -- A brand that talks much has a campaign each month beside the great ones.
    select
        '每月焕新 ' || strftime(month_start, '%Y-%m'),
        'promotion',
        '会员',
        'headquarters',
        seconds_of(month_start) + 21 * 86400,
        seconds_of(month_start) + 28 * 86400
    from (
        select date '2020-01-01' + to_months(month_no::integer) as month_start
        from range(132) as months (month_no)
        where getvariable('sends_per_person') > 0
    )

    union all

    select
        '新品口红辣条试吃',
        'new_product',
        '新品',
        'store',
        (getvariable('end_s') - getvariable('days') * 43200) // 86400 * 86400,
        (getvariable('end_s') - getvariable('days') * 43200) // 86400 * 86400
        + 10 * 86400
)

select
    row_number() over (order by start_s, name)::integer as campaign_no,
    name,
    kind,
    theme,
    scope,
    start_s,
    until_s,
    [0.12, 0.18, 0.09, 0.15][1 + row_number() over (order by start_s, name) % 4]
    * getvariable('effect_scale') as effect,
    case when kind = 'member_day' then 2 else 1 end as treated_arms,
    kind <> 'member_day' as has_coupon,
    -- Who is to try a new product gets a small coupon that is good for it alone.
    case
        when kind = 'new_product' then 500
        else [1500, 2000, 3000][1 + row_number() over (order by start_s, name) % 3]
    end as face_cents,
    case
        when kind = 'new_product' then getvariable('new_product_no')
    end as product_no,
from dated
where
    start_s >= getvariable('start_s') + 5 * 86400
    and until_s <= getvariable('end_s')
;

create or replace table strategies as
select *
from (
    values
    (
        1, 'ST0001', '新客关怀SOP', 'sop', 'registered', 'purchase', '新客',
        '见面礼', 'one_to_one', 0.06, 30, 0.3
    ),
    (
        2, 'ST0002', '沉默唤醒', 'automation', 'silent_60_days', 'loyal', '沉默会员',
        '唤醒券', 'sms', 0.08, 30, 0.3
    ),
    (
        3, 'ST0003', '奶粉转段提醒', 'automation', 'child_age', 'purchase', '有宝宝家庭',
        '转段试用', 'official_account', 0.10, 21, 0.5
    ),
    -- Guides write whom they know best, without an arm held out, and move nobody.
    (
        4, 'ST0004', '导购问候老客', 'sop', 'chosen_by_guide', 'loyal', '老客',
        '问候', 'one_to_one', 0.0, 30, 0.0
    ),
    -- All that is done, against people to whom nothing is done.
    (
        5, 'ST0005', '全年空白对照', 'holdout', null, null, null,
        null, null, 0.0, null, getvariable('holdout_share')
    ),
    -- A gift that really brings the second order, tried on half of the new members.
    (
        6, 'ST0006', '二单有礼SOP', 'sop', 'first_week_over', 'loyal', '新客',
        '二单礼', 'sms', 0.35, 30, 0.5
    )
) as listed (
    strategy_no,
    strategy_id,
    name,
    kind,
    trigger,
    journey_stage,
    segment,
    offer,
    dialogue_channel,
    effect,
    window_days,
    control_share
)
where
    strategy_no <= 3
    or (strategy_no = 4 and getvariable('courted_share') > 0)
    or (strategy_no = 5 and getvariable('holdout_share') > 0)
    or (strategy_no = 6 and getvariable('gift_share') > 0)
;

set variable campaign_count = (select count(*) from campaigns);

-- People are drawn at random for a campaign and addressed at the account they use
-- most. Owners of given-up numbers stay silent and are left out. Who is held out of
-- everything is drawn and numbered all the same, so that the rest of the world is that
-- of a brand without a holdout.
create or replace table drawn_assignments as
with reachable as (
    select
        buying.account_no,
        buying.person_id,
        buying.registered_s,
        people.child_born_on,
        people.rate,
    from buying_accounts as buying
    inner join people on buying.person_id = people.person_id
    where
        buying.preference = 1
        and people.phone_to_person_id is null
),

campaigned as (
    select
        campaigns.campaign_no,
        null::integer as strategy_no,
        reachable.account_no,
        reachable.person_id,
        campaigns.start_s - 86400
        + pick2('assignment.at', person_id, campaign_no, 36000) as assigned_s,
        campaigns.start_s,
        campaigns.until_s,
        campaigns.effect,
        campaigns.treated_arms,
        getvariable('control_share') as control_share,
        u2('assignment.arm', person_id, campaign_no) as arm_draw,
        u2('assignment.effect', person_id, campaign_no) as effect_draw,
    from reachable
    inner join campaigns
        on u2('assignment.chosen', person_id, campaign_no)
        < getvariable('campaign_reach')
    where reachable.registered_s < campaigns.start_s - 86400
),

triggered as (
    select
        null::integer as campaign_no,
        strategies.strategy_no,
        reachable.account_no,
        reachable.person_id,
        case
            when strategy_no = 1 then reachable.registered_s + 3600
            when strategy_no = 2
                then getvariable('start_s') + 86400
                + floor(
                    u('strategy.silent', person_id) * getvariable('days') * 86400
                )::bigint
            when strategy_no = 6 then reachable.registered_s + 7 * 86400
            when strategy_no = 4
                then getvariable('start_s') + 120 * 86400
                + floor(
                    u('strategy.courted', person_id)
                    * (getvariable('days') - 120) * 86400
                )::bigint
            else seconds_of(child_born_on) + 182 * 86400 + 36000
        end as assigned_s,
        strategies.effect * getvariable('effect_scale') as effect,
        strategies.window_days,
        strategies.control_share,
    from reachable
    cross join strategies
    where
        (strategy_no = 1 and u('strategy.sop', person_id) < 0.6)
        or (strategy_no = 2 and u('strategy.wake', person_id) < 0.06)
        or (
            strategy_no = 3
            and child_born_on is not null
            and u('strategy.stage', person_id) < 0.4
        )
        or (
            strategy_no = 4
            and u('strategy.chosen', person_id)
            < least(0.8, getvariable('courted_share') * reachable.rate)
        )
        or (
            strategy_no = 6
            and u('strategy.gift', person_id) < getvariable('gift_share')
        )
),

-- Arms are drawn when the audience is handed over, in the last second of its day.
handed_over as (
    select
        audiences.campaign_no,
        null::integer as strategy_no,
        reachable.account_no,
        reachable.person_id,
        audiences.start_s - 1 as assigned_s,
        audiences.start_s,
        audiences.until_s,
        audiences.effect * getvariable('effect_scale') as effect,
        audiences.treated_arms,
        audiences.control_share,
        u2('assignment.arm', person_id, campaign_no) as arm_draw,
        u2('assignment.effect', person_id, campaign_no) as effect_draw,
    from reachable
    inner join audience_people using (account_no, person_id)
    inner join audiences using (campaign_no)
),

all_assigned as (
    select * from campaigned

    union all

    select * from handed_over

    union all

    select
        campaign_no,
        strategy_no,
        account_no,
        person_id,
        assigned_s,
        assigned_s as start_s,
        assigned_s + window_days * 86400 as until_s,
        effect,
        1 as treated_arms,
        control_share,
        u2('assignment.arm', person_id, 1000 + strategy_no) as arm_draw,
        u2('assignment.effect', person_id, 1000 + strategy_no) as effect_draw,
    from triggered
    inner join buying_accounts using (account_no, person_id)
    where
        assigned_s >= getvariable('start_s')
        and assigned_s >= registered_s
        and assigned_s + window_days * 86400 <= getvariable('end_s')
),

armed as (
    select
        *,
        case
            when arm_draw < control_share then 'control'
            when treated_arms = 1 then 'treatment'
            when arm_draw < control_share + (1 - control_share) / 2 then 'gift'
            else 'points'
        end as arm,
    from all_assigned
)

select
    row_number() over (
        order by coalesce(campaign_no, 1000 + strategy_no), account_no
    ) as assignment_no,
    campaign_no,
    strategy_no,
    account_no,
    person_id,
    assigned_s,
    start_s,
    until_s,
    arm,
    control_share,
    case arm
        when 'control' then 0.0
        when 'points' then effect / 2
        else effect
    end as effect,
    case
        when arm <> 'control'
            and effect_draw < case when arm = 'points' then effect / 2 else effect end
            then start_s
            + floor(
                u2(
                    'assignment.buys', person_id, coalesce(campaign_no, 2000)
                    + coalesce(strategy_no, 0)
                ) * (until_s - start_s - 1800)
            )::bigint
    end as extra_order_s,
from armed
;

create or replace table assignments as
select *
from drawn_assignments
where u('holdout.drawn', person_id) >= getvariable('holdout_share')
;

-- The holdout of the whole year: everybody is drawn at the registration, or at the start.
create or replace table holdouts as
select
    (select count(*) from drawn_assignments)
    + row_number() over (order by buying.account_no) as assignment_no,
    strategies.strategy_no,
    buying.account_no,
    buying.person_id,
    greatest(buying.registered_s, getvariable('start_s')) as assigned_s,
    case
        when u('holdout.drawn', buying.person_id) < getvariable('holdout_share')
            then 'control'
        else 'treatment'
    end as arm,
    strategies.control_share,
from buying_accounts as buying
inner join people on buying.person_id = people.person_id
inner join strategies on strategies.kind = 'holdout'
where
    buying.preference = 1
    and people.phone_to_person_id is null
    and buying.registered_s < getvariable('end_s')
;

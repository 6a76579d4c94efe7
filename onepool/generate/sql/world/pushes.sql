-- Waves of campaigns, and messages of content to everybody who can be reached, which
-- belong to no campaign and bring no orders. There are none unless the parameter
-- sends_per_person asks for more messages than campaigns and strategies send.
set variable waves = case when getvariable('sends_per_person') > 0 then 3 else 1 end;

create or replace table pushes as
select
    push_no::integer as push_no,
    getvariable('start_s')
    + floor((push_no + 0.5) * 3.5)::bigint * 86400 + 9 * 3600 as push_s,
    [
        'push', 'push', 'push', 'official_account', 'official_account',
        'official_account', 'sms', 'group', 'group', 'one_to_one'
    ][
        1 + pick('push.channel', push_no, 10)
    ] as dialogue_channel,
from range((getvariable('days') / 3.5)::bigint) as listed (push_no)
where getvariable('sends_per_person') > 0
;

set variable push_count = (select count(*) from pushes);
set variable first_push_send_no = (select 4 * count(*) + 4 from drawn_assignments);

-- Pushes from the registration on. Some people get several times as many as others.
create or replace table push_targets as
select
    buying.account_no,
    buying.person_id,
    greatest(
        0, 1 + (buying.registered_s - getvariable('start_s')) // (7 * 43200)
    )::integer as first_push_no,
    gamma_unit('push.weight', buying.person_id, 2.0) as weight,
from buying_accounts as buying
inner join people on buying.person_id = people.person_id
where
    getvariable('sends_per_person') > 0
    and buying.preference = 1
    and people.phone_to_person_id is null
    and u('holdout.drawn', buying.person_id) >= getvariable('holdout_share')
;

set variable push_rate = (
    select
        greatest(
            0,
            getvariable('sends_per_person') * getvariable('people')
            * getvariable('days') / 365.0
            - (
                select
                    0.93 * sum(
                        case when strategy_no is null then getvariable('waves') else 2 end
                    )
                from assignments
                where arm <> 'control'
            )
        ) / (0.93 * sum(weight * (getvariable('push_count') - first_push_no)))
    from push_targets
);

-- A person's messages are drawn from equal parts of the pushes, one from each, so that
-- none comes twice.
create or replace table pushed as
with counted as (
    select
        *,
        getvariable('push_count') - first_push_no as open_pushes,
        least(
            getvariable('push_count') - first_push_no,
            poisson(
                'push.count',
                account_no,
                getvariable('push_rate') * weight
                * (getvariable('push_count') - first_push_no)
            )
        )::integer as own_pushes,
    from push_targets
    where first_push_no < getvariable('push_count')
),

expanded as (
    select
        *,
        unnest(range(0, own_pushes)) as ordinal,
    from counted
)

select
    account_no,
    person_id,
    (
        first_push_no
        + ordinal * open_pushes // own_pushes
        + pick2(
            'push.which',
            account_no,
            ordinal,
            (ordinal + 1) * open_pushes // own_pushes
            - ordinal * open_pushes // own_pushes
        )
    )::integer as push_no,
from expanded
;

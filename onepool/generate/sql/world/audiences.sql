-- Audiences that were handed over 30 days before the end, by definitions of the folder
-- audiences: one is reported, of one no message was ever told, one still runs. There
-- are none unless the parameter audience_share asks for them.
set variable handed_over_s = (getvariable('end_s') - 30 * 86400)::bigint;
set variable handed_over_on = wall_date(getvariable('handed_over_s') - 1);

create or replace table audiences as
select
    *,
    'audience:' || audience || ':000001_' || getvariable('handed_over_on')::varchar
        as campaign_id,
    getvariable('handed_over_s')::bigint as start_s,
    getvariable('handed_over_s')::bigint + window_days * 86400 as until_s,
from (
    values
    (
        901, 'birthday_next_week', 'Birthday next week', 'membership',
        'orders', null, 0.1, 1, 0.0, 21, false
    ),
    (
        902, 'next_purchase_due', 'Next purchase due', 'membership',
        'buyers', 0.2, 0.3, 1, 0.2, 14, true
    ),
    (
        903, 'second_order', 'New members without a second order', 'membership',
        'buyers', 0.15, 0.2, 2, 0.2, 30, true
    )
) as listed (
    campaign_no,
    audience,
    title,
    owner,
    goal_metric,
    goal_value,
    control_share,
    treated_arms,
    effect,
    window_days,
    is_reported
)
where
    getvariable('audience_share') > 0
    and getvariable('handed_over_s') > getvariable('start_s') + 60 * 86400
;

set variable audience_ids = (
    select list(campaign_id order by campaign_no)
    from audiences
);

-- Whom the definitions describe, as far as it is settled before anything is bought, and
-- of these eight in ten, who have agreed and were not written lately.
create or replace table audience_people as
select
    audiences.campaign_no,
    buying.account_no,
    buying.person_id,
from buying_accounts as buying
inner join people on buying.person_id = people.person_id
inner join audiences
    on case audiences.audience
        when 'birthday_next_week'
            then strftime(people.birthday, '%m-%d') in (
                select strftime(getvariable('handed_over_on') + day_no::integer, '%m-%d')
                from range(1, 8) as days (day_no)
            )
        when 'next_purchase_due'
            then people.rate > 0.5
            and people.active_until_s > getvariable('handed_over_s')
        when 'second_order'
            then buying.registered_s between getvariable('handed_over_s') - 60 * 86400
            and getvariable('handed_over_s') - 7 * 86400
    end
where
    buying.preference = 1
    and buying.registered_s < getvariable('handed_over_s')
    and u2('audience.asked', people.person_id, audiences.campaign_no)
    < 0.8 * getvariable('audience_share')
;

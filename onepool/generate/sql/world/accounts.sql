-- Every person has one account or more; the first people are spread so that no
-- channel stays empty in a small world.
create or replace table accounts_drawn as
with wanted as (
    select
        person_id,
        joined_s,
        active_until_s,
        unnest(range(
            1 + least(
                6,
                poisson(
                    'person.accounts',
                    person_id,
                    getvariable('accounts_per_person') - 1
                )
            )
        ))::integer as position,
    from people
),

placed as (
    select
        wanted.*,
        case
            when position = 0 and person_id <= 72 then (person_id - 1) % 36 + 1
            else channel_slots.channel_no
        end::integer as channel_no,
    from wanted
    inner join channel_slots
        on pick2(
            'account.channel',
            person_id,
            position,
            getvariable('channel_slot_count')
        ) = channel_slots.slot
)

select
    person_id,
    channel_no,
    min(position) as position,
    any_value(joined_s) as joined_s,
    any_value(active_until_s) as active_until_s,
from placed
group by person_id, channel_no
;

create or replace table accounts_numbered as
select
    row_number() over (order by person_id, channel_no)::bigint as account_no,
    *,
from accounts_drawn
;

drop table accounts_drawn;

create or replace table accounts_dated as
select
    numbered.account_no,
    numbered.person_id,
    numbered.channel_no,
    numbered.active_until_s,
    channels.* exclude (channel_no),
    -- Further accounts follow the first one, faster at the start.
    case
        when position = 0 then joined_s
        else least(
            joined_s + 60
            + floor(
                power(u('account.registered', account_no), 1.7)
                * (active_until_s - joined_s - 60)
            )::bigint,
            getvariable('end_s') - 60
        )
    end as registered_s,
    u('account.updated', account_no) < 0.16 as is_updated,
    u('account.bound', account_no) < 0.3 as is_bound_late,
from accounts_numbered as numbered
inner join channels on numbered.channel_no = channels.channel_no
;

drop table accounts_numbered;

-- Shares asked for are shares of all accounts, so the chance within the channels
-- whose layout carries the identifier is scaled up.
set variable no_phone_scale = (
    select getvariable('no_phone') * count(*)
        / sum((no_phone_weight * 100)::bigint) * 100
    from accounts_dated
);
set variable unionid_scale = (
    select getvariable('with_unionid') * count(*)
        / greatest(sum((unionid_weight * 100)::bigint), 1) * 100
    from accounts_dated
);
set variable loyalty_scale = (
    select getvariable('with_loyalty') * count(*)
        / greatest(sum((loyalty_weight * 100)::bigint), 1) * 100
    from accounts_dated
);

create or replace table accounts_identified as
select
    dated.account_no,
    dated.person_id,
    dated.channel_no,
    dated.channel_code,
    dated.is_native,
    dated.is_selling,
    dated.order_weight,
    dated.interaction_weight,
    dated.guest_share,
    dated.registered_s,
    dated.active_until_s,
    case
        when
            is_updated
            and registered_s + 86400 < dated.active_until_s - 60
            then registered_s + 86400
            + floor(
                u('account.updated_at', account_no)
                * (dated.active_until_s - 60 - registered_s - 86400)
            )::bigint
    end as updated_s,
    is_bound_late,
    case
        when id_length = 0 then id_prefix || lpad(account_no::varchar, 9, '0')
        else id_prefix
        || substr(
            hex('account.id', account_no), 1, id_length - length(id_prefix)
        )
    end as account_id,
    u('account.no_phone', account_no) >= no_phone_weight * getvariable('no_phone_scale')
        as has_phone,
    -- The phone written down, before any masking.
    case
        when
            dated.channel_code in ('pos', 'counter', 'dealer', 'terminal')
            and u('account.staff_phone', account_no) < getvariable('staff_phones')
            then 'staff'
        when
            dated.channel_code = 'paper_card'
            and u('account.wrong_digit', account_no) < getvariable('wrong_paper_cards')
            then case
                when
                    u('account.wrong_hits', account_no) < 0.3
                    and people.phone_from_person_id is null
                    and xor(dated.person_id - 1, 1) < getvariable('people')
                    then 'wrong_real'
                else 'wrong'
            end
        when
            people.relative_phone is not null
            and u('account.relative_phone', account_no) < 0.85
            then 'relative'
        when
            dated.channel_code not in ('tmall', 'jd', 'sms')
            and u('account.bad_phone', account_no) < getvariable('row_defects') * 3
            then 'bad'
        else 'own'
    end as phone_kind,
    dated.channel_code in ('tmall', 'jd')
    and u('account.phone_masked', account_no) < getvariable('masked_phones')
        as is_phone_masked,
    case
        when
            u('account.unionid', account_no)
            < unionid_weight * getvariable('unionid_scale')
            then people.unionid
    end as true_unionid,
    case
        when
            u('account.loyalty', account_no)
            < loyalty_weight * getvariable('loyalty_scale')
            then people.loyalty_no
    end as loyalty_no,
    case when u('account.email', account_no) < email_share then people.email end
        as email,
    case
        when u('account.device', account_no) < device_share
            then coalesce(people.relative_device_id, people.device_id)
    end as device_id,
    people.device_id as own_device_id,
    u('account.masked_id', account_no) < getvariable('masked_ids') as is_id_masked,
    people.name,
    people.phone as own_phone,
    people.relative_phone,
    u('account.name', account_no) as name_draw,
    case when u('account.gender', account_no) < 0.7 then people.gender end
        as true_gender,
    case when u('account.birthday', account_no) < 0.5 then people.birthday end
        as true_birthday,
    getvariable('wrong_profiles')
    * case
        when dated.channel_code = 'paper_card' then 4
        when dated.channel_code in ('pos', 'counter', 'dealer', 'terminal') then 2
        when dated.channel_code in ('crm', 'app', 'online_mall') then 0.25
        else 1
    end as wrong_share,
    cities.province,
    cities.city,
    people.road_no,
    people.house_no,
    pick2('person.store', dated.person_id, 0, getvariable('store_count')) as store_no,
from accounts_dated as dated
inner join people on dated.person_id = people.person_id
inner join cities on people.city_no = cities.city_no
;

drop table accounts_dated;

create or replace table accounts as
with phoned as (
    select
        identified.*,
        case
            when not has_phone then null
            else case phone_kind
                when 'staff' then employees.phone
                when 'relative' then relative_phone
                when 'bad'
                    then ['12345', '不详', '1380013800', '00000000000'][
                        1 + account_no % 4
                    ]
                when 'wrong_real' then mobile(xor(person_id - 1, 1) + 1)
                when 'wrong'
                    then substr(
                        own_phone, 1, 4 + pick('account.wrong_at', account_no, 6)
                    )
                    || (
                        (
                            substr(
                                own_phone,
                                5 + pick('account.wrong_at', account_no, 6),
                                1
                            )::integer + 1 + pick('account.wrong_by', account_no, 9)
                        ) % 10
                    )::varchar
                    || substr(
                        own_phone, 6 + pick('account.wrong_at', account_no, 6)
                    )
                else own_phone
            end
        end as phone,
        row_number() over (
            partition by channel_no order by registered_s, account_no
        ) as position,
        name_draw < 0.7
        and misspelt(name) <> name
        and u('account.wrong_name', account_no) < wrong_share as is_name_wrong,
        true_gender is not null
        and u('account.wrong_gender', account_no) < wrong_share as is_gender_wrong,
        true_birthday is not null
        and u('account.wrong_birthday', account_no) < wrong_share as is_birthday_wrong,
    from accounts_identified as identified
    left join employees
        on identified.store_no * 3 + identified.account_no % 3 = employees.employee_no
)

select
    account_no,
    person_id,
    channel_no,
    channel_code,
    is_native,
    is_selling,
    order_weight,
    interaction_weight,
    guest_share,
    account_id,
    registered_s,
    updated_s,
    active_until_s,
    is_bound_late and updated_s is not null and phone is not null as is_bound_late,
    phone,
    phone_kind,
    is_phone_masked,
    coalesce(phone = own_phone, false) as is_phone_own,
    true_unionid,
    case
        when is_id_masked then masked_id(true_unionid)
        else true_unionid
    end as unionid,
    loyalty_no,
    email,
    device_id,
    coalesce(device_id = own_device_id, false) as is_device_own,
    is_id_masked,
    case
        when is_name_wrong then misspelt(name)
        when name_draw < 0.7 then name
        when name_draw < 0.9
            then ['小太阳', '豆豆妈', '麦兜', '一颗柠檬', '团团'][1 + account_no % 5]
            || (account_no % 1000)::varchar
    end as name,
    case
        when not is_gender_wrong then true_gender
        when true_gender = 'F' then 'M'
        else 'F'
    end as gender,
    case when is_birthday_wrong then miswritten(true_birthday) else true_birthday end
        as birthday,
    is_name_wrong,
    is_gender_wrong,
    is_birthday_wrong,
    province,
    city,
    city || ['人民路', '解放路', '中山路', '建设路', '和平路'][1 + road_no % 5]
    || (1 + road_no)::varchar || '号' || (1 + house_no)::varchar || '室' as address,
    store_no,
    store_no * 3 + (account_no % 3) as employee_no,
    -- Members made void in the CRM, accounts closed in a channel.
    (channel_code = 'crm' and account_no % 97 = 0)
    or (
        not is_native
        and u('account.closed', account_no) < 0.003
        and active_until_s < getvariable('end_s')
    ) as is_void,
    position,
    case
        when u('account.has_qr', account_no) < 0.4
            then pick('account.qr', account_no, 60)
    end as qr_no,
    case
        when
            channel_code in ('mini_program', 'app', 'community', 'official_account')
            and position > 3
            and u('account.invited', account_no) < 0.12
            then 1 + floor(u('account.inviter', account_no) * (position - 1))::bigint
    end as inviter_position,
from phoned
;

drop table accounts_identified;

create or replace table account_referrals as
select
    invitee.account_no,
    inviter.account_no as inviter_account_no,
    inviter.account_id as inviter_account_id,
    invitee.registered_s as occurred_s,
from accounts as invitee
inner join accounts as inviter
    on invitee.channel_no = inviter.channel_no
    and invitee.inviter_position = inviter.position
where invitee.person_id <> inviter.person_id
;

-- How a person splits buying over the accounts that sell.
create or replace table buying_accounts as
select
    account_no,
    person_id,
    registered_s,
    active_until_s,
    weight / sum(weight) over (partition by person_id) as share,
    row_number() over (
        partition by person_id order by weight desc, account_no
    ) as preference,
from (
    select
        account_no,
        person_id,
        registered_s,
        active_until_s,
        1 + floor(
            1000 * order_weight * power(u('account.buying', account_no), 2)
        )::bigint as weight,
    from accounts
    where is_selling
)
;

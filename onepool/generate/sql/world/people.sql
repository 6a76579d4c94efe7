-- People join before or during the history, live with the brand for an exponential
-- time and buy at a gamma distributed rate. Two neighbours (2j, 2j+1) are a household.
create or replace table people_drawn as
select
    person_id,
    (person_id // 2)::integer as household_id,
    case
        when u('person.gender', person_id) < 0.78 then 'F'
        when u('person.gender', person_id) < 0.98 then 'M'
    end as gender,
    substr(
        '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
        1 + pick('person.surname', person_id, 40),
        1
    )
    || substr(
        '子雨思梓欣佳宇晨诗嘉文静雅慧丽敏娟婷芳玲秀英明志建国伟强军磊洋勇杰涛超',
        1 + pick('person.given_first', person_id, 36),
        1
    )
    || case
        when u('person.two_names', person_id) < 0.8
            then substr(
                '涵萱轩怡琪悦妍宁彤瑶琳燕红梅兰霞萍丹莉珍华平刚辉鹏飞鑫波斌凯',
                1 + pick('person.given_last', person_id, 31),
                1
            )
        else ''
    end as name,
    wall_date(getvariable('end_s'))
    - case
        when u('person.elder', person_id) < 0.9
            then 8030 + pick('person.age', person_id, 8400)
        else 16430 + pick('person.age', person_id, 9000)
    end as birthday,
    case
        when u('person.has_child', person_id) < 0.68
            then wall_date(getvariable('end_s')) + 120
            - pick('person.child', person_id, 1700)
    end as child_born_on,
    case
        when u('person.joined_before', person_id) < 0.55
            then getvariable('start_s') - 60
            - floor(u('person.joined', person_id) * 1095 * 86400)::bigint
        else getvariable('start_s')
        + floor(
            u('person.joined', person_id) * (getvariable('days') * 86400 - 7200)
        )::bigint
    end as joined_s,
    floor(
        exponential('person.lifetime', person_id) * getvariable('lifetime_days') * 86400
    )::bigint + 3600 as lifetime_s,
    gamma_unit('person.rate', person_id, getvariable('rate_shape')) as rate,
    exp(0.55 * normal('person.spend', person_id) - 0.15) as spend,
    u('person.price', person_id) as price_sense,
    gamma_unit('person.engagement', person_id, 1.0) as engagement,
    pick('household.city', person_id // 2, getvariable('city_slot_count')) as city_slot,
from range(1, getvariable('people') + 1) as listed (person_id)
;

create or replace table people_numbered as
select
    drawn.* exclude (lifetime_s, city_slot),
    joined_s + lifetime_s as left_s,
    least(joined_s + lifetime_s, getvariable('end_s')) as active_until_s,
    city_slots.city_no,
    u('household.shares', household_id) < getvariable('shared_phones')
    and household_id * 2 + 1 <= getvariable('people')
    and household_id > 0 as shares_phone,
    pick('household.road', household_id, 30) as road_no,
    pick('household.house', household_id, 400) as house_no,
from people_drawn as drawn
inner join city_slots on drawn.city_slot = city_slots.slot
;

drop table people_drawn;

-- A number goes to someone else once its owner has been silent for 90 days or more;
-- reviews and refunds still trickle in for three weeks after the last order.
create or replace table recycled_numbers as
with givers as (
    select
        person_id,
        left_s,
        row_number() over (order by u('phone.giver', person_id)) as position,
    from people_numbered
    where
        not shares_phone
        and left_s < getvariable('end_s')
        - floor(getvariable('days') * 0.3)::bigint * 86400
        - (getvariable('silent_days') + 21) * 86400
    qualify position
        <= ceil(getvariable('recycled_phones') * getvariable('people'))
),

takers as (
    select
        person_id,
        joined_s,
        row_number() over (order by u('phone.taker', person_id)) as position,
    from people_numbered
    where
        not shares_phone
        and joined_s >= getvariable('end_s')
        - floor(getvariable('days') * 0.3)::bigint * 86400
    qualify position
        <= ceil(getvariable('recycled_phones') * getvariable('people'))
)

select
    givers.person_id as from_person_id,
    takers.person_id as to_person_id,
    givers.left_s as given_up_s,
    takers.joined_s as taken_s,
    mobile(givers.person_id) as phone,
from givers
inner join takers using (position)
;

create or replace table people as
select
    numbered.*,
    coalesce(taken.phone, mobile(numbered.person_id)) as phone,
    case
        when shares_phone and numbered.person_id % 2 = 1
            then mobile(numbered.person_id - 1)
    end as relative_phone,
    taken.from_person_id as phone_from_person_id,
    given.to_person_id as phone_to_person_id,
    'oU' || substr(hex('person.unionid', numbered.person_id), 1, 26) as unionid,
    '8' || lpad(
        ((numbered.person_id * 7 + 11) % 100000000000)::varchar, 11, '0'
    ) as loyalty_no,
    'u' || substr(hex('person.email', numbered.person_id), 1, 9) || '@example.'
    || ['com', 'cn', 'net'][1 + numbered.person_id % 3] as email,
    upper(substr(hex('person.device', numbered.person_id), 1, 16)) as device_id,
    case
        when u('household.device', household_id) < 0.01 and numbered.person_id % 2 = 1
            and numbered.person_id > 1
            then upper(substr(hex('person.device', numbered.person_id - 1), 1, 16))
    end as relative_device_id,
from people_numbered as numbered
left join recycled_numbers as taken on numbered.person_id = taken.to_person_id
left join recycled_numbers as given on numbered.person_id = given.from_person_id
;

drop table people_numbered;

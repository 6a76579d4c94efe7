create or replace table cities as
select
    (row_number() over () - 1)::integer as city_no,
    *,
from (
    values
    ('上海', '上海市', 12), ('北京', '北京市', 10), ('广东', '广州市', 9),
    ('广东', '深圳市', 9), ('浙江', '杭州市', 8), ('江苏', '南京市', 6),
    ('江苏', '苏州市', 6), ('四川', '成都市', 8), ('湖北', '武汉市', 7),
    ('湖南', '长沙市', 6), ('重庆', '重庆市', 6), ('陕西', '西安市', 5),
    ('山东', '青岛市', 5), ('河南', '郑州市', 5), ('福建', '厦门市', 4),
    ('安徽', '合肥市', 4), ('辽宁', '沈阳市', 3), ('江西', '赣州市', 3),
    ('广西', '柳州市', 2), ('云南', '曲靖市', 2)
) as listed (province, city, weight)
;

create or replace table city_slots as
select
    row_number() over (order by city_no, copy_no) - 1 as slot,
    city_no,
from (select city_no, unnest(range(weight)) as copy_no from cities)
;

set variable city_slot_count = (select count(*) from city_slots);
set variable store_count = (
    select least(2000, greatest(12, getvariable('people') // 1500))::integer
);
set variable dealer_count = (
    select least(200, greatest(4, getvariable('people') // 15000))::integer
);

create or replace table stores as
select
    store_no::integer as store_no,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    cities.city || ['旗舰', '万达', '吾悦', '社区', '妇幼'][1 + store_no % 5] || '店'
    || (store_no + 1)::varchar as name,
    case
        when store_no % 8 in (3, 6) then 'dealer'
        when store_no % 8 = 7 then 'terminal'
        else 'own'
    end as kind,
    case
        when store_no % 8 in (3, 6, 7)
            then 'D' || lpad(
                (1 + store_no % getvariable('dealer_count'))::varchar, 4, '0'
            )
    end as dealer_id,
    cities.province,
    cities.city,
    date '2021-01-05' + pick('store.opened', store_no, 1200) as opened_on,
    case
        when store_no % 40 = 39
            then wall_date(getvariable('end_s') - getvariable('days') * 86400 // 4)
    end as closed_on,
from range(getvariable('store_count')) as listed (store_no)
inner join cities
    on pick('store.city', store_no, 20) = cities.city_no
;

create or replace table employees as
select
    (store_no * 3 + position)::integer as employee_no,
    store_no,
    'E' || lpad((store_no * 3 + position + 1)::varchar, 5, '0') as employee_id,
    mobile(getvariable('people') + 10 + 2 * (store_no * 3 + position)) as phone,
    ['store_manager', 'guide', 'cashier'][position + 1] as role,
    opened_on + pick2('employee.joined', store_no, position, 300) as joined_on,
    case
        when u2('employee.left', store_no, position) < 0.08
            then wall_date(getvariable('end_s')) - 20
    end as left_on,
from stores
cross join range(3) as positions (position)
;

set variable employee_count = (select count(*) from employees);

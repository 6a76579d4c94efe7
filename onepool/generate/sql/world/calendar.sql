-- Demand by day: month, weekday and promotions, as whole slots so that a uniform
-- draw over slots is a draw over days.
create or replace table lunar_new_years as
select unnest([
    date '2021-02-12', date '2022-02-01', date '2023-01-22', date '2024-02-10',
    date '2025-01-29', date '2026-02-17', date '2027-02-06', date '2028-01-26',
    date '2029-02-13', date '2030-02-03'
]) as new_year_on
;

create or replace table calendar as
with days as (
    select
        day_no::integer as day_no,
        (wall_date(getvariable('start_s')) + day_no::integer)::date as on_date,
    from range(getvariable('days')) as listed (day_no)
),

marked as (
    select
        days.*,
        month(on_date) * 100 + day(on_date) as month_day,
        (
            select min(on_date - new_year_on)
            from lunar_new_years
            where abs(on_date - new_year_on) <= 26
        ) as from_new_year,
    from days
),

weighted as (
    select
        day_no,
        on_date,
        case
            when month_day between 616 and 618 then '618'
            when month_day in (1101, 1110, 1111) then '11.11'
            when month_day = 1212 then '12.12'
            when month_day between 306 and 308 then '3.8'
            when from_new_year between -22 and -8 then 'new year goods'
        end as promotion,
        round(
            100
            * [1.02, 0.9, 1.0, 0.97, 1.0, 1.1, 0.93, 0.95, 1.0, 1.02, 1.15, 1.06]
            [month(on_date)]
            * [0.96, 0.94, 0.95, 0.98, 1.05, 1.1, 1.04][isodow(on_date)]
            * case
                when month_day = 1111 then 4.0
                when month_day = 618 then 3.2
                when month_day in (616, 617, 1101, 1110, 1212) then 1.9
                when month_day between 306 and 308 then 1.5
                when from_new_year between -22 and -8 then 1.4
                when from_new_year between -1 and 5 then 0.45
                else 1.0
            end
        )::integer as weight,
    from marked
)

select
    *,
    (sum(weight) over (order by day_no) - weight)::integer as first_slot,
from weighted
;

set variable total_slots = (select sum(weight)::bigint from calendar);
set variable year_slots = (select sum(weight) * 365.0 / count(*) from calendar);

create or replace table day_slots as
select
    first_slot + copy_no as slot,
    day_no,
from (
    select day_no, first_slot, unnest(range(weight))::integer as copy_no
    from calendar
)
;

create or replace table hour_slots as
select
    row_number() over (order by hour, copy_no)::integer - 1 as slot,
    hour,
from (
    select
        hour::integer as hour,
        unnest(range(
            [
                18, 9, 5, 3, 3, 5, 14, 28, 40, 52, 60, 56,
                54, 46, 44, 46, 48, 50, 54, 66, 82, 88, 68, 41
            ][hour + 1]
        )) as copy_no,
    from range(24) as listed (hour)
)
;

set variable hour_slot_count = (select count(*) from hour_slots);

create or replace table deliveries as
select
    delivery_no::integer as delivery_no,
    getvariable('end_s')
    - (getvariable('deliveries') - delivery_no) * getvariable('gap_days') * 86400
        as cut_s,
from range(1, getvariable('deliveries') + 1) as listed (delivery_no)
;

create or replace table cuts as
select
    *,
    wall_date(cut_s - 1) as extract_date,
    coalesce(lag(cut_s) over (order by delivery_no), 0) as prev_s,
from deliveries
;

-- Calendar of the business with Chinese public holidays, make-up workdays and promotion
-- days. Grain: date.
with

days as (
    {{ date_rows("'2015-01-01'", "'2035-12-31'") }}
),

events as (
    select
        on_date,
        max(case when kind = 'public_holiday' then event_name end) as holiday_name,
        max(case when kind = 'promotion' then event_name end) as promotion_name,
        max(case when kind = 'season' then event_name end) as season_name,
        max(case when kind = 'makeup_workday' then 1 else 0 end) as makeup_workday
    from {{ ref('calendar_events') }}
    group by on_date
),

numbered as (
    select
        date_day,
        {{ iso_weekday('date_day') }} as weekday_number
    from days
)

select
    numbered.date_day,
    cast(extract(year from numbered.date_day) as integer) as year_number,
    cast(extract(quarter from numbered.date_day) as integer) as quarter_number,
    cast(extract(month from numbered.date_day) as integer) as month_number,
    cast(extract(week from numbered.date_day) as integer) as iso_week_number,
    numbered.weekday_number,
    cast(date_trunc('week', numbered.date_day) as date) as week_starts_on,
    cast(date_trunc('month', numbered.date_day) as date) as month_starts_on,
    cast(date_trunc('quarter', numbered.date_day) as date) as quarter_starts_on,
    cast(date_trunc('year', numbered.date_day) as date) as year_starts_on,
    events.holiday_name,
    events.promotion_name,
    events.season_name,
    numbered.weekday_number >= 6 as is_weekend,
    events.holiday_name is not null as is_public_holiday,
    coalesce(events.makeup_workday, 0) = 1
    or (numbered.weekday_number < 6 and events.holiday_name is null) as is_workday,
    events.promotion_name is not null as is_promotion_day
from numbered
left join events on numbered.date_day = events.on_date

-- What the buyers won in a month have done since. Grain: cohort month, slice, month
-- number, where 1 is the month of the first order. Every month up to as_of has a row,
-- the last one may not be over yet (is_complete). Members add up over cohorts of a
-- slice dimension. A margin is null where no cost is known, of the month or so far.
with

acquisitions as (
    select
        member_id,
        cohort_month,
        channel_code,
        store_key,
        qr_key
    from {{ ref('member_acquisitions') }}
),

activity as (
    select
        acquisitions.cohort_month,
        acquisitions.channel_code,
        acquisitions.store_key,
        acquisitions.qr_key,
        {{ months_between('acquisitions.cohort_month', 'months.month') }} + 1
            as month_number,
        sum(case when months.order_count > 0 then 1 else 0 end) as active_members,
        sum(months.order_count) as orders,
        sum(months.net_amount) as net_amount,
        sum(months.costed_amount) as costed_amount,
        sum(months.margin_amount) as margin_amount
    from acquisitions
    inner join {{ ref('member_months') }} as months
        on
            acquisitions.member_id = months.member_id
            and acquisitions.cohort_month <= months.month
    group by
        acquisitions.cohort_month,
        acquisitions.channel_code,
        acquisitions.store_key,
        acquisitions.qr_key,
        {{ months_between('acquisitions.cohort_month', 'months.month') }} + 1
),

{% set slices = {
    'all': "'all'", 'channel_code': 'channel_code',
    'store_key': "coalesce(store_key, 'none')", 'qr_key': "coalesce(qr_key, 'none')",
} -%}
cohorts as (
    {%- for dimension, value in slices.items() %}
    select
        cohort_month,
        '{{ dimension }}' as slice_dimension,
        {{ value }} as slice_value,
        count(*) as cohort_members
    from acquisitions
    group by cohort_month{{ ', ' ~ value if dimension != 'all' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

sliced as (
    {%- for dimension, value in slices.items() %}
    select
        cohort_month,
        '{{ dimension }}' as slice_dimension,
        {{ value }} as slice_value,
        month_number,
        sum(active_members) as active_members,
        sum(orders) as orders,
        sum(net_amount) as net_amount,
        sum(costed_amount) as costed_amount,
        sum(margin_amount) as margin_amount
    from activity
    group by cohort_month, month_number{{ ', ' ~ value if dimension != 'all' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

first_cohort as (
    select min(cohort_month) as month from acquisitions
),

days as (
    {{ date_rows("'1990-01-01'", as_of_date()) }}
),

ages as (
    select
        {{ months_between('first_cohort.month', 'days.date_day') }} + 1 as month_number
    from first_cohort
    inner join days on first_cohort.month <= days.date_day
    where {{ month_of('days.date_day') }} = days.date_day
),

dense as (
    select
        cohorts.*,
        ages.month_number,
        coalesce(sliced.active_members, 0) as active_members,
        coalesce(sliced.orders, 0) as orders,
        coalesce(sliced.net_amount, 0) as net_amount,
        sliced.costed_amount,
        sliced.margin_amount
    from cohorts
    inner join ages
        on
            {{ months_between('cohorts.cohort_month', as_of_date()) }} + 1
            >= ages.month_number
    left join sliced
        on
            cohorts.cohort_month = sliced.cohort_month
            and cohorts.slice_dimension = sliced.slice_dimension
            and cohorts.slice_value = sliced.slice_value
            and ages.month_number = sliced.month_number
)

select
    cohort_month,
    slice_dimension,
    slice_value,
    month_number,
    month_number
    <= {{ months_between('cohort_month', add_days(as_of_date(), 1)) }} as is_complete,
    cohort_members,
    cast(active_members as bigint) as active_members,
    cast(active_members as double) / cohort_members as retention_rate,
    cast(orders as bigint) as orders,
    cast(net_amount as decimal(18, 2)) as net_amount,
    cast(margin_amount as decimal(18, 2)) as margin_amount,
    cast(sum(net_amount) over (
        partition by cohort_month, slice_dimension, slice_value order by month_number
    ) as decimal(18, 2)) as cumulative_net_amount,
    cast(sum(costed_amount) over (
        partition by cohort_month, slice_dimension, slice_value order by month_number
    ) as decimal(18, 2)) as cumulative_costed_amount,
    cast(sum(margin_amount) over (
        partition by cohort_month, slice_dimension, slice_value order by month_number
    ) as decimal(18, 2)) as cumulative_margin_amount
from dense

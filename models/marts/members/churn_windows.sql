-- After how many days without a purchase a buyer of a category is lost, by the data:
-- the share churn_window_share of all intervals between purchase days is shorter. Grain
-- is the category, and `all` over them. A category with too few intervals takes that of
-- `all`.
with

lengths as (
    select
        category,
        {{ days_between('previous_on', 'on_date') }} as interval_days
    from {{ ref('fct_member_category_days') }}
    where previous_on is not null and on_date <= {{ as_of_date() }}
    union all
    select
        'all' as category,
        {{ days_between('previous_order_on', 'on_date') }} as interval_days
    from {{ ref('fct_member_days') }}
    where
        is_first_of_day
        and previous_order_on is not null
        and on_date <= {{ as_of_date() }}
),

measured as (
    select
        category,
        count(*) as intervals,
        {{ percentile('interval_days', 0.5) }} as median_interval_days,
        {{ percentile('interval_days', var('churn_window_share')) }} as own_window_days
    from lengths
    group by category
),

categories as (
    select distinct category from {{ ref('fct_member_category_days') }}
    union all
    select 'all' as category
    from {{ ref('dim_members') }}
    having count(*) > 0
),

overall as (
    select
        own_window_days,
        median_interval_days
    from measured
    where
        category = 'all'
        and intervals >= {{ var('churn_window_min_intervals') }}
),

judged as (
    select
        categories.category,
        coalesce(measured.intervals, 0) as intervals,
        coalesce(measured.intervals, 0) >= {{ var('churn_window_min_intervals') }}
            as is_own,
        measured.own_window_days,
        measured.median_interval_days,
        overall.own_window_days as overall_window_days,
        overall.median_interval_days as overall_median_days
    from categories
    left join measured on categories.category = measured.category
    left join overall on true
)

select
    category,
    intervals,
    case
        when is_own then 'own'
        when overall_window_days is not null then 'all'
        else 'none'
    end as taken_from,
    case when is_own then median_interval_days else overall_median_days end
        as median_interval_days,
    cast(ceil(
        case when is_own then own_window_days else overall_window_days end
    ) as bigint) as churn_window_days
from judged

-- How many of the active buyers went beyond the churn window in a month. Grain: closed
-- month with one before it. The window is that of churn_windows over all categories, as
-- the data up to as_of tell it; without one there are no rows. Active is who bought
-- within the window; who bought in the month itself does not churn in it.
with

windows as (
    select churn_window_days
    from {{ ref('churn_windows') }}
    where category = 'all' and churn_window_days is not null
),

counted as (
    select
        states.month,
        windows.churn_window_days,
        sum(case
            when states.recency_days <= windows.churn_window_days then 1
            else 0
        end) as closing_members,
        sum(case
            when
                states.month_orders = 0
                and states.recency_days > windows.churn_window_days
                and {{ days_between('states.last_order_on', 'states.month') }} - 1
                <= windows.churn_window_days
                then 1
            else 0
        end) as churned_members
    from {{ ref('lifecycle_monthly') }} as states
    cross join windows
    group by states.month, windows.churn_window_days
),

followed as (
    select
        *,
        lag(closing_members) over (order by month) as active_members
    from counted
)

select
    month,
    churn_window_days,
    cast(active_members as bigint) as active_members,
    cast(churned_members as bigint) as churned_members,
    {{ rounded('churned_members * 1e0 / nullif(active_members, 0)', 6) }} as churn_rate
from followed
where active_members is not null

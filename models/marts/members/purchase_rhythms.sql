-- How often a member buys, and when the next purchase is due. Grain: member, category,
-- and `all` over them. The expected interval is the member's own median once there are
-- rhythm_min_intervals of them, else that of the category; null without either.
with

days as (
    select
        member_id,
        category,
        on_date,
        previous_on
    from {{ ref('fct_member_category_days') }}
    where on_date <= {{ as_of_date() }}
    union all
    select
        member_id,
        'all' as category,
        on_date,
        previous_order_on as previous_on
    from {{ ref('fct_member_days') }}
    where is_first_of_day and on_date <= {{ as_of_date() }}
),

measured as (
    select
        member_id,
        category,
        count(*) as purchase_days,
        max(on_date) as last_purchase_on,
        {{ percentile(days_between('previous_on', 'on_date'), 0.5) }}
            as median_interval_days
    from days
    group by member_id, category
),

members as (
    select member_id from {{ ref('dim_members') }} where not is_erased
),

expected as (
    select
        measured.*,
        windows.churn_window_days,
        case
            when measured.purchase_days > {{ var('rhythm_min_intervals') }}
                then 'member'
            when windows.median_interval_days is null then 'none'
            when windows.taken_from = 'all' or measured.category = 'all' then 'all'
            else 'category'
        end as expected_from,
        cast(ceil(case
            when measured.purchase_days > {{ var('rhythm_min_intervals') }}
                then measured.median_interval_days
            else windows.median_interval_days
        end) as integer) as expected_interval_days
    from measured
    inner join members on measured.member_id = members.member_id
    left join {{ ref('churn_windows') }} as windows
        on measured.category = windows.category
)

select
    member_id,
    category,
    purchase_days,
    last_purchase_on,
    median_interval_days,
    expected_from,
    expected_interval_days,
    {{ add_days('last_purchase_on', 'expected_interval_days') }} as next_due_on,
    {{ add_days('last_purchase_on', 'expected_interval_days') }} < {{ as_of_date() }}
        as is_overdue,
    {{ days_between('last_purchase_on', as_of_date()) }} > churn_window_days
        as is_lapsed
from expected

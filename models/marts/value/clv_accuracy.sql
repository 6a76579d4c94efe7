-- How well the models foretold the holdout, beside a naive forecast: every member goes on
-- at the rate and mean amount of the past. Grain: group of members by their repeat
-- purchases before the holdout, and all.
with

parameters as (
    {{ newest_parameters('calibration') }}
),

customers as (
    select
        member_id,
        repeat_purchase_days as repeats,
        purchase_span_days / 7.0e0 as span_weeks,
        observation_days / 7.0e0 as observed_weeks,
        holdout_days / 7.0e0 as holdout_weeks,
        repeat_day_amount as mean_amount,
        observation_days,
        holdout_days,
        holdout_purchase_days,
        holdout_amount
    from {{ ref('clv_calibration') }}
),

foretold as (
    select
        customers.*,
        {{ expected_purchases('holdout_weeks') }} as expected_purchases,
        {{ expected_amount() }} as expected_amount,
        repeats * holdout_days / nullif(cast(observation_days as double), 0)
            as naive_purchases
    from customers
    cross join parameters
),

grouped as (
    select
        'all' as repeat_group,
        foretold.*
    from foretold
    union all
    select
        case when repeats >= 5 then '5+' else cast(repeats as {{ dbt.type_string() }}) end
            as repeat_group,
        foretold.*
    from foretold
)

select
    repeat_group,
    count(*) as members,
    round(sum(expected_purchases), 4) as expected_purchases,
    cast(sum(holdout_purchase_days) as bigint) as actual_purchases,
    round(sum(coalesce(naive_purchases, 0)), 4) as naive_purchases,
    round(avg(abs(expected_purchases - holdout_purchase_days)), 6)
        as mean_absolute_error,
    round(avg(abs(coalesce(naive_purchases, 0) - holdout_purchase_days)), 6)
        as naive_mean_absolute_error,
    cast(sum(expected_purchases * expected_amount) as decimal(18, 2)) as expected_amount,
    cast(sum(holdout_amount) as decimal(18, 2)) as actual_amount,
    cast(sum(coalesce(naive_purchases * mean_amount, 0)) as decimal(18, 2))
        as naive_amount
from grouped
group by repeat_group

-- What combinations of placement, creative and supplier cost and brought, and what
-- more money there would bring. Grain: combination. The elasticity is the slope of the
-- log of clicks over the log of spend, week by week; the marginal return is the
-- elasticity times clicks a unit of money. Weeks were not drawn: more may have been
-- spent when more was to be had.
{% set least_weeks = 8 -%}
with

weeks as (
    select
        coalesce(placement, 'none') as placement,
        coalesce(creative, 'none') as creative,
        coalesce(supplier, 'none') as supplier,
        cast(date_trunc('week', occurred_on) as date) as week,
        sum(amount) as amount,
        sum(coalesce(impressions, 0)) as impressions,
        sum(coalesce(clicks, 0)) as clicks
    from {{ ref('fct_costs') }}
    where kind = 'media' and not is_deleted and occurred_on <= {{ as_of_date() }}
    group by
        coalesce(placement, 'none'),
        coalesce(creative, 'none'),
        coalesce(supplier, 'none'),
        cast(date_trunc('week', occurred_on) as date)
),

logged as (
    select
        *,
        case when amount > 0 and clicks > 0 then ln(cast(amount as double)) end as x,
        case when amount > 0 and clicks > 0 then ln(cast(clicks as double)) end as y
    from weeks
),

summed as (
    select
        placement,
        creative,
        supplier,
        count(*) as weeks,
        sum(amount) as amount,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        count(x) as n,
        sum(x) as sum_x,
        sum(y) as sum_y,
        sum(x * x) as sum_xx,
        sum(x * y) as sum_xy,
        sum(y * y) as sum_yy,
        min(week) as first_week,
        max(week) as last_week
    from logged
    group by placement, creative, supplier
),

squared as (
    select
        *,
        sum_xx - sum_x * sum_x / nullif(n, 0) as sxx,
        sum_xy - sum_x * sum_y / nullif(n, 0) as sxy,
        sum_yy - sum_y * sum_y / nullif(n, 0) as syy,
        cast(clicks as double) / nullif(cast(amount as double), 0)
            as clicks_per_amount,
        cast(sum(clicks) over () as double)
        / nullif(cast(sum(amount) over () as double), 0) as all_clicks_per_amount,
        cast(amount as double) / nullif(cast(sum(amount) over () as double), 0)
            as spend_share
    from summed
),

sloped as (
    select
        *,
        case when n >= {{ least_weeks }} and sxx > 1e-9 then sxy / sxx end
            as elasticity,
        case
            when n >= {{ least_weeks }} and sxx > 1e-9
                then sqrt(greatest(syy - sxy * sxy / sxx, 0) / (n - 2) / sxx)
                    * {{ student_95('(n - 2.0e0)') }}
        end as reach
    from squared
)

select
    placement,
    creative,
    supplier,
    cast(weeks as bigint) as weeks,
    cast(amount as decimal(18, 2)) as spend_amount,
    spend_share,
    cast(impressions as bigint) as impressions,
    cast(clicks as bigint) as clicks,
    cast(clicks as double) / nullif(impressions, 0) as click_rate,
    cast(amount as double) / nullif(clicks, 0) as cost_per_click,
    cast(amount as double) * 1000 / nullif(impressions, 0) as cost_per_thousand,
    clicks_per_amount,
    elasticity,
    elasticity - reach as elasticity_low,
    elasticity + reach as elasticity_high,
    elasticity * clicks_per_amount as marginal_clicks_per_amount,
    (elasticity - reach) * clicks_per_amount as marginal_clicks_low,
    (elasticity + reach) * clicks_per_amount as marginal_clicks_high,
    case
        when elasticity is null then 'too_few'
        when (elasticity - reach) * clicks_per_amount > all_clicks_per_amount
            then 'invest'
        when (elasticity + reach) * clicks_per_amount < all_clicks_per_amount
            then 'reduce'
        else 'keep'
    end as advice,
    first_week,
    last_week
from sloped

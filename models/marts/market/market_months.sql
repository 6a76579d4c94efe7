-- The company's share of its markets. Grain: month, category. Market figures come from
-- outside, own figures from orders that count. What members spend on the category in
-- all is not known: it is estimated as own buyers times the market's spend per buyer.
with

own as (
    select
        category,
        {{ period_start('paid_on', 'month') }} as month_starts_on,
        count(distinct member_id) as own_buyers,
        sum(line_amount) as own_spend_amount
    from {{ ref('fct_sold_lines') }}
    where member_id is not null
    group by category, {{ period_start('paid_on', 'month') }}
),

market as (
    select
        category,
        try_cast(concat(period, '-01') as date) as month_starts_on,
        sum(buyers) as market_buyers,
        sum(spend_amount) as market_spend_amount,
        max(source) as source
    from {{ ref('fct_market_sizes') }}
    where
        not is_deleted
        and try_cast(concat(period, '-01') as date) is not null
    group by category, period
)

select
    market.month_starts_on,
    market.category,
    market.source,
    cast(coalesce(own.own_buyers, 0) as bigint) as own_buyers,
    cast(coalesce(own.own_spend_amount, 0) as decimal(18, 2)) as own_spend_amount,
    cast(market.market_buyers as bigint) as market_buyers,
    cast(market.market_spend_amount as decimal(18, 2)) as market_spend_amount,
    cast(
        coalesce(own.own_buyers, 0)
        * cast(market.market_spend_amount as double) / nullif(market.market_buyers, 0)
        as decimal(18, 2)
    ) as estimated_member_spend_amount
from market
left join own
    on
        market.category = own.category
        and market.month_starts_on = own.month_starts_on

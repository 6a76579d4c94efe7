-- From reported over all steps to ours; ours is what the orders say, rest and all.
with

sums as (
    select
        on_date,
        channel_code,
        metric,
        sum(case when step != 'ours' then amount end) as led_to,
        sum(case when step = 'ours' then amount end) as ours
    from {{ ref('caliber_bridge') }}
    group by on_date, channel_code, metric
),

facts as (
    select
        channel_code,
        paid_on as on_date,
        sum(net_amount) as net_amount,
        count(*) as orders
    from {{ ref('fct_orders') }}
    where is_valid and paid_on <= {{ as_of_date() }}
    group by channel_code, paid_on
)

select
    sums.on_date,
    sums.channel_code,
    sums.metric
from sums
left join facts
    on sums.channel_code = facts.channel_code and sums.on_date = facts.on_date
where
    sums.led_to != sums.ours
    or (sums.metric = 'gmv' and sums.ours != coalesce(facts.net_amount, 0))
    or (sums.metric = 'orders' and sums.ours != coalesce(facts.orders, 0))

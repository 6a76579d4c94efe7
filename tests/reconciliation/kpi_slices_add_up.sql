-- Sums over channels equal the value of the whole company for metrics that add up, and
-- GMV and net sales equal the facts to the cent.
with

sliced as (
    select
        on_date,
        metric,
        sum(case when slice_dimension = 'all' then value end) as whole,
        sum(case when slice_dimension = 'channel_code' then value end) as parts
    from {{ ref('kpi_daily') }}
    where metric in ('orders', 'gmv', 'net_sales', 'new_members', 'pool_size')
    group by on_date, metric
),

facts as (
    select
        paid_on as on_date,
        sum(paid_amount) as gmv,
        sum(net_amount) as net_sales
    from {{ ref('fct_orders') }}
    where is_valid and paid_on <= {{ as_of_date() }}
    group by paid_on
)

select
    sliced.on_date,
    sliced.metric
from sliced
left join facts on sliced.on_date = facts.on_date
where
    abs(sliced.whole - sliced.parts) > 0.005
    or (sliced.metric = 'gmv' and abs(sliced.whole - coalesce(facts.gmv, 0)) > 0.005)
    or (
        sliced.metric = 'net_sales'
        and abs(sliced.whole - coalesce(facts.net_sales, 0)) > 0.005
    )

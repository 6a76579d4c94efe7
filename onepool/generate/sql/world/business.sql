-- Money, stock, the market outside and what platforms report about themselves.
create or replace table costs as
with weeks as (
    select
        week_no::integer as week_no,
        wall_date(getvariable('start_s')) + 7 * week_no::integer as occurred_on,
    from range((getvariable('days') - 1) // 7 + 1) as listed (week_no)
),

placements as (
    select *
    from (
        values
        (0, '信息流', '宝宝辅食篇', '传播甲', 60),
        (1, '搜索', '转段提醒篇', '传播甲', 45),
        (2, '电梯屏', '开学季篇', '楼宇乙', 70),
        (3, '达人直播', '试吃篇', '达人丙', 80),
        (4, '开屏', '新客礼篇', '传播甲', 30)
    ) as listed (placement_no, placement, creative, supplier, rate)
),

media as (
    select
        week_no * 8 + placement_no as cost_no,
        occurred_on,
        'media' as kind,
        null::integer as campaign_no,
        null::integer as strategy_no,
        placement,
        creative,
        supplier,
        (
            getvariable('people') * rate
            * (0.6 + 0.8 * u2('cost.media', week_no, placement_no)) / 10
        )::bigint + 1000 as amount_cents,
    from weeks
    cross join placements
),

of_campaigns as (
    select
        100000 + campaign_no * 8 + kind_no as cost_no,
        wall_date(start_s) as occurred_on,
        kinds.kind,
        campaigns.campaign_no,
        null::integer as strategy_no,
        null as placement,
        null as creative,
        null as supplier,
        (
            getvariable('people') * rate
            * (0.7 + 0.6 * u2('cost.campaign', campaign_no, kind_no))
        )::bigint + 500 as amount_cents,
    from campaigns
    cross join (
        values (0, 'gift', 12), (1, 'content', 8), (2, 'platform', 5), (3, 'staff', 9)
    ) as kinds (kind_no, kind, rate)
),

of_audiences as (
    select
        100000 + campaign_no * 8 + 3 as cost_no,
        wall_date(start_s) as occurred_on,
        'staff' as kind,
        campaign_no,
        null::integer as strategy_no,
        null as placement,
        null as creative,
        null as supplier,
        (
            getvariable('people') * 9
            * (0.7 + 0.6 * u2('cost.campaign', campaign_no, 3))
        )::bigint + 500 as amount_cents,
    from audiences
    where is_reported
),

of_discounts as (
    select
        150000 + campaign_no as cost_no,
        wall_date(max(until_s) - 1) as occurred_on,
        'discount' as kind,
        campaign_no,
        null::integer as strategy_no,
        null as placement,
        null as creative,
        null as supplier,
        sum(face_cents)::bigint as amount_cents,
    from coupon_uses
    inner join coupons using (coupon_no, face_cents)
    inner join campaigns using (campaign_no)
    group by campaign_no
),

of_strategies as (
    select
        200000 + month_no * 8 + strategy_no as cost_no,
        wall_date(getvariable('start_s') + month_no * 30 * 86400) as occurred_on,
        'platform' as kind,
        null::integer as campaign_no,
        strategy_no,
        null as placement,
        null as creative,
        null as supplier,
        (getvariable('people') * 2)::bigint + 300 as amount_cents,
    from range((getvariable('days') - 1) // 30 + 1) as months (month_no)
    inner join strategies on strategies.kind <> 'holdout'
)

select
    *,
    case
        when kind = 'media' then amount_cents // 3 + cost_no % 97
    end as impressions,
    case
        when kind = 'media' then (amount_cents // 3) // (60 + cost_no % 70)
    end as clicks,
from (
    select * from media

    union all

    select * from of_campaigns

    union all

    select * from of_audiences

    union all

    select * from of_discounts

    union all

    select * from of_strategies
)
;

create or replace table month_ends as
select on_date
from calendar
where on_date = last_day(on_date)
;

create or replace table stock_levels as
select
    (on_date - date '2000-01-01') * 1024 + warehouse_no * 64 + products.category_no * 10
    + products.position as stock_no,
    'W' || lpad((warehouse_no + 1)::varchar, 2, '0') as warehouse_id,
    products.product_id,
    month_ends.on_date,
    (
        getvariable('people') // 100
        + 40 * pick2(
            'stock.quantity', (on_date - date '2000-01-01') * 16 + warehouse_no,
            product_no, 25
        )
    )::bigint as quantity,
    cities.province,
    (12 + pick2('stock.lead', warehouse_no, product_no, 36))::integer as lead_hours,
from month_ends
cross join range(15) as warehouses (warehouse_no)
inner join cities on warehouses.warehouse_no = cities.city_no
inner join products on products.position < 2 and products.category_no < 5
;

create or replace table market_months as
select
    row_number() over (order by period, category_1, province) as market_no,
    *,
from (
    select
        lines.category_1,
        places.province,
        strftime(on_date, '%Y-%m') as period,
        on_date as month_end,
        places.weight * (20000 + 15000 * lines.category_no) as buyers,
        places.weight * (20000 + 15000 * lines.category_no)
        * (80 + 5 * month(on_date)) as spend,
    from month_ends
    cross join product_lines as lines
    cross join (
        select province, sum(weight)::bigint as weight
        from cities
        group by province
    ) as places
)
;

-- A platform counts what was placed: unpaid, cancelled and test orders too, before
-- refunds. One of them cuts its days in UTC.
create or replace table platform_days as
with placed as (
    select
        channel_code,
        wall_date(
            ordered_s - case when channel_code = 'douyin' then 28800 else 0 end
        ) as on_date,
        count(*)::bigint as orders,
        sum(paid_cents)::bigint as gmv_cents,
        count(distinct account_no)::bigint as buyers,
    from orders
    where channel_code in (
        'tmall', 'jd', 'taobao', 'pinduoduo', 'vip', 'meituan', 'eleme', 'douyin',
        'kuaishou', 'xiaohongshu'
    )
    group by all
)

select
    placed.channel_code,
    placed.on_date,
    metrics.metric_no,
    metrics.metric,
    case metric_no
        when 0 then orders::decimal(18, 2)
        when 1 then money(gmv_cents)
        when 2 then buyers::decimal(18, 2)
        else (buyers * (14 + (placed.on_date - date '2000-01-01') % 9))::decimal(18, 2)
    end as value,
from placed
cross join (
    values (0, 'orders'), (1, 'gmv'), (2, 'buyers'), (3, 'visitors')
) as metrics (metric_no, metric)
where placed.on_date >= wall_date(getvariable('start_s'))
;

-- How a channel counts in the figures it reports: in which time zone it cuts its days,
-- and whether its amounts are before or after discounts. Grain: channel. Found by
-- trying all ways on the orders placed and taking the one that leaves the least
-- unexplained; of ways that explain the same our own is taken.
with

reported as (
    select
        channel_code,
        on_date,
        sum(case when metric = 'orders' then value end) as orders,
        sum(case when metric = 'gmv' then value end) as amount
    from {{ ref('fct_channel_reported') }}
    where metric in ('orders', 'gmv') and not is_deleted
    group by channel_code, on_date
),

orders as (
    select
        channel_code,
        ordered_at,
        coalesce(discount_amount, 0) as discount_amount,
        {{ placed_amount() }} as amount
    from {{ ref('fct_orders') }}
    where channel_code in (select channel_code from reported)
),

zones as (
    select
        '{{ var("business_time_zone") }}' as reporting_time_zone,
        1 as preference
    union all
    select
        'UTC' as reporting_time_zone,
        2 as preference
),

bases as (
    select 'paid' as amount_basis
    union all
    select 'gross' as amount_basis
),

placed as (
    {%- for day in [business_date('ordered_at'), 'cast(ordered_at as date)'] %}
    select
        channel_code,
        {{ day }} as on_date,
        {{ loop.index }} as preference,
        count(*) as orders,
        sum(amount) as paid_amount,
        sum(amount + discount_amount) as gross_amount
    from orders
    group by channel_code, {{ day }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

ways as (
    select
        reported.channel_code,
        zones.reporting_time_zone,
        zones.preference,
        bases.amount_basis,
        count(*) as reported_days,
        cast(sum(abs(reported.orders - coalesce(placed.orders, 0))) as decimal(18, 2))
            as unexplained_orders,
        cast(
            sum(abs(
                reported.amount
                - case bases.amount_basis
                    when 'paid' then coalesce(placed.paid_amount, 0)
                    else coalesce(placed.gross_amount, 0)
                end
            )) as decimal(18, 2)
        ) as unexplained_amount
    from reported
    cross join zones
    cross join bases
    left join placed
        on
            reported.channel_code = placed.channel_code
            and reported.on_date = placed.on_date
            and zones.preference = placed.preference
    group by
        reported.channel_code,
        zones.reporting_time_zone,
        zones.preference,
        bases.amount_basis
),

ranked as (
    select
        *,
        row_number() over (
            partition by channel_code
            order by
                unexplained_amount asc,
                unexplained_orders asc,
                preference asc,
                amount_basis desc
        ) as place
    from ways
)

select
    channel_code,
    reporting_time_zone,
    amount_basis,
    reported_days,
    unexplained_orders,
    unexplained_amount
from ranked
where place = 1

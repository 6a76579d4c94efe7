-- Recency, frequency and monetary value of buyers in the window before as_of. Grain:
-- member with a valid order in the window. Equal values get equal scores, because bins
-- are cut by cume_dist and not by ntile. A higher score is better in all three.
{% set bins = var('rfm_bins') %}
with

orders as (
    select * from {{ ref('fct_orders') }}
    where
        is_valid
        and member_id is not null
        and paid_on <= {{ as_of_date() }}
        and paid_on > {{ add_days(as_of_date(), -var('rfm_window_days')) }}
),

members as (
    select member_id from {{ ref('dim_members') }} where not is_erased
),

buyers as (
    select
        orders.member_id,
        {{ days_between('max(orders.paid_on)', as_of_date()) }} as recency_days,
        count(*) as order_count,
        cast(sum(orders.net_amount) as decimal(18, 2)) as monetary_amount
    from orders
    inner join members on orders.member_id = members.member_id
    group by orders.member_id
),

placed as (
    select
        *,
        cume_dist() over (order by recency_days desc) as recency_place,
        cume_dist() over (order by order_count) as frequency_place,
        cume_dist() over (order by monetary_amount) as monetary_place
    from buyers
),

scored as (
    select
        member_id,
        recency_days,
        order_count,
        monetary_amount,
        cast(ceil(recency_place * {{ bins }}) as integer) as recency_score,
        cast(ceil(frequency_place * {{ bins }}) as integer) as frequency_score,
        cast(ceil(monetary_place * {{ bins }}) as integer) as monetary_score
    from placed
),

banded as (
    select
        *,
        cast(ceil(recency_score * 5.0 / {{ bins }}) as integer) as recency_band,
        cast(ceil((frequency_score + monetary_score) * 5.0 / {{ 2 * bins }}) as integer)
            as value_band
    from scored
)

select
    banded.member_id,
    banded.recency_days,
    banded.order_count,
    banded.monetary_amount,
    banded.recency_score,
    banded.frequency_score,
    banded.monetary_score,
    segments.segment_code,
    segments.segment_name
from banded
left join {{ ref('rfm_segments') }} as segments
    on
        banded.recency_band between segments.recency_from and segments.recency_to
        and banded.value_band between segments.value_from and segments.value_to

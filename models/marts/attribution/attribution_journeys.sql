-- Orders that count, each with the touches that came before it within the lookback of
-- their channel. Grain: order, touch; an order that met none has one row, of channel
-- `none`. The guide of an order is its last touch, also when the buyer is unknown.
{%- set by_order = 'partition by met.order_key' %}
{%- set by_channel = 'partition by met.order_key, met.attribution_channel' %}
{%- set in_order = 'order by met.occurred_at, met.touch_key' %}
with

orders as (
    select
        order_key,
        member_id,
        net_amount,
        paid_at,
        paid_on,
        {{ epoch_seconds('paid_at') }} as paid_seconds
    from {{ ref('fct_orders') }}
    where is_valid and paid_on <= {{ as_of_date() }}
),

{{ attribution_touch_ctes() }},

-- Time is cut into blocks of the longest lookback, so that touches of an order lie in
-- its block or the one before: no order is joined with all that a member ever met.
looking as (
    {%- for back in [0, 1] %}
    select
        order_key,
        member_id,
        paid_at,
        paid_seconds,
        {{ attribution_block('paid_seconds') }} - {{ back }} as block
    from orders
    cross join longest
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

met as (
    select
        looking.order_key,
        touches.*,
        looking.paid_seconds - touches.seconds as age_seconds
    from touches
    inner join looking
        on
            touches.member_id = looking.member_id
            and touches.block = looking.block
            and touches.occurred_at < looking.paid_at
            and touches.lookback_seconds >= looking.paid_seconds - touches.seconds
    union all
    select
        orders.order_key,
        touches.*,
        cast(0 as bigint) as age_seconds
    from touches
    inner join orders on touches.source_key = orders.order_key
    where touches.source = 'order'
),

placed as (
    select
        met.*,
        {{ attribution_decay('met.age_seconds') }} as decay_weight,
        row_number() over ({{ by_order }} {{ in_order }}) as touch_no,
        count(*) over ({{ by_order }}) as touches,
        count(*) over ({{ by_channel }}) as channel_touches,
        row_number() over ({{ by_channel }} {{ in_order }}) as channel_touch_no
    from met
),

counted as (
    select
        met.*,
        sum(case when met.channel_touch_no = 1 then 1 else 0 end) over ({{ by_order }})
            as channels,
        sum(met.decay_weight) over ({{ by_order }}) as decay_weights
    from placed as met
)

select
    orders.order_key,
    coalesce(counted.touch_key, 'none') as touch_key,
    orders.member_id,
    coalesce(counted.attribution_channel, 'none') as attribution_channel,
    counted.channel_code,
    counted.touchpoint,
    counted.content_key,
    counted.campaign_key,
    counted.strategy_key,
    counted.occurred_at,
    orders.paid_at,
    orders.paid_on,
    orders.net_amount,
    cast(coalesce(counted.touch_no, 1) as bigint) as touch_no,
    coalesce(counted.touches, 1) as touches,
    cast(coalesce(counted.channels, 1) as bigint) as channels,
    coalesce(counted.channel_touches, 1) as channel_touches,
    coalesce(counted.decay_weight, 1) as decay_weight,
    cast(coalesce(counted.decay_weights, 1) as bigint) as decay_weights
from orders
left join counted on orders.order_key = counted.order_key

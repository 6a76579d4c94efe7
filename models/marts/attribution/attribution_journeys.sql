-- Orders that count, each with the touches that came before it within the lookback of
-- their channel. Grain: order, touch; an order that met none has one row, of channel
-- `none`. The guide of an order is its last touch, also when the buyer is unknown.
{%- set payload = [
    'touch_key', 'attribution_channel', 'channel_code', 'touchpoint', 'content_key',
    'campaign_key', 'strategy_key', 'occurred_at'
] %}
with

{{ attribution_touch_ctes() }},

-- Time is cut into blocks of the longest lookback, so that touches of an order lie in
-- its block or the one before.
backs as (
    {{ numbers(0, 1) }}
),

looking as (
    select
        orders.order_key,
        orders.member_id,
        orders.paid_at,
        {{ epoch_seconds('orders.paid_at') }} as paid_seconds,
        {{ block_of(epoch_seconds('orders.paid_at'), 'longest.block_seconds') }}
        - backs.number as block
    from {{ ref('fct_orders') }} as orders
    cross join longest
    cross join backs
    where orders.is_valid and orders.paid_on <= {{ as_of_date() }}
),

met as (
    select
        looking.order_key,
        {%- for column in payload %}
        touches.{{ column }},
        {%- endfor %}
        {{ attribution_decay('looking.paid_seconds - touches.seconds') }}
            as decay_weight
    from touches
    inner join looking
        on
            touches.member_id = looking.member_id
            and touches.block = looking.block
            and touches.occurred_at < looking.paid_at
            and touches.lookback_seconds >= looking.paid_seconds - touches.seconds
    where {{ computed_once() }}
    union all
    select
        source_key as order_key,
        {%- for column in payload %}
        {{ column }},
        {%- endfor %}
        {{ attribution_decay('0') }} as decay_weight
    from touches
    where source = 'order'
),

by_channel as (
    select
        order_key,
        attribution_channel,
        count(*) as channel_touches,
        sum(decay_weight) as decay_weights
    from met
    group by order_key, attribution_channel
),

by_order as (
    select
        order_key,
        sum(channel_touches) as touches,
        count(*) as channels,
        sum(decay_weights) as decay_weights
    from by_channel
    group by order_key
),

-- Most orders met one touch or none, and need no order of touches.
counted as (
    select
        met.*,
        by_order.touches,
        by_order.channels,
        by_order.decay_weights,
        1 as channel_touches,
        1 as touch_no
    from met
    inner join by_order on met.order_key = by_order.order_key
    where by_order.touches = 1
    union all
    select
        met.*,
        by_order.touches,
        by_order.channels,
        by_order.decay_weights,
        by_channel.channel_touches,
        row_number() over (
            partition by met.order_key order by met.occurred_at, met.touch_key
        ) as touch_no
    from met
    inner join by_order on met.order_key = by_order.order_key
    inner join by_channel
        on
            met.order_key = by_channel.order_key
            and met.attribution_channel = by_channel.attribution_channel
    where by_order.touches > 1
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
    cast(coalesce(counted.touches, 1) as bigint) as touches,
    cast(coalesce(counted.channels, 1) as bigint) as channels,
    cast(coalesce(counted.channel_touches, 1) as bigint) as channel_touches,
    coalesce(counted.decay_weight, 1) as decay_weight,
    cast(coalesce(counted.decay_weights, 1) as bigint) as decay_weights
from {{ ref('fct_orders') }} as orders
left join counted on orders.order_key = counted.order_key
where orders.is_valid and orders.paid_on <= {{ as_of_date() }}

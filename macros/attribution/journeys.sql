{#- CTEs to `journeys`: orders that count, each with the touches that came before it within
    the lookback of their channel, in turn; an order that met none has one row, of channel
    `none`. The guide of an order is its last touch, also when the buyer is unknown.
    Time is cut into blocks of the longest lookback, so that touches of an order lie in its
    block or the one before. -#}
{% macro attribution_journey_ctes() -%}
{%- set payload = [
    'touch_key', 'attribution_channel', 'channel_code', 'touchpoint', 'content_key',
    'campaign_key', 'strategy_key', 'occurred_at'
] -%}
{%- set in_turn = 'partition by met.order_key order by met.occurred_at, met.touch_key' -%}
{%- set until_then = in_turn ~ ' rows between unbounded preceding and current row' -%}
{%- set evenly = 'cast(floor(1e9 / by_channel.channel_touches) as bigint)' -%}
{{ attribution_touch_ctes() }},

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
            and touches.last_second >= looking.paid_seconds
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
        count(*) over (partition by order_key) as channels
    from met
    group by order_key, attribution_channel
),

placed as (
    select
        met.*,
        by_channel.channels,
        {{ evenly }} as even_weight,
        sum({{ evenly }}) over ({{ until_then }}) as even_through,
        sum(met.decay_weight) over ({{ until_then }}) as decay_through,
        sum(met.decay_weight) over (partition by met.order_key) as decay_weights,
        row_number() over ({{ in_turn }}) as touch_no,
        count(*) over (partition by met.order_key) as touches
    from met
    inner join by_channel
        on
            met.order_key = by_channel.order_key
            and met.attribution_channel = by_channel.attribution_channel
),

journeys as (
    select
        orders.order_key,
        orders.member_id,
        orders.paid_at,
        orders.paid_on,
        cast(orders.net_amount * 100 as bigint) as cents,
        {%- for column in payload %}
        placed.{{ column }},
        {%- endfor %}
        {%- for column in [
            'touch_no', 'touches', 'channels', 'even_weight', 'even_through',
            'decay_weight', 'decay_through', 'decay_weights'
        ] %}
        cast(coalesce(placed.{{ column }}, 1) as bigint) as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_orders') }} as orders
    left join placed on orders.order_key = placed.order_key
    where orders.is_valid and orders.paid_on <= {{ as_of_date() }}
)
{%- endmacro %}

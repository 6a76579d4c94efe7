-- What touches are credited with of the orders after them, in six models side by side.
-- Grain: order, touch; an order that met none has one row. Credits of an order sum to
-- its net amount in every model. Credit is no proof of an effect; over_attribution
-- holds it against experiments.
with

{{ attribution_journey_ctes() }}

select
    order_key,
    coalesce(touch_key, 'none') as touch_key,
    member_id,
    coalesce(attribution_channel, 'none') as attribution_channel,
    channel_code,
    touchpoint,
    content_key,
    campaign_key,
    strategy_key,
    touch_no,
    touches,
    channels,
    {%- for model in attribution_shares() %}
    cast(0.01 * cast(
        {{ attribution_credit(model) }} as bigint
    ) as decimal(18, 2)) as {{ model }}_amount,
    {%- endfor %}
    occurred_at,
    paid_at,
    paid_on
from journeys

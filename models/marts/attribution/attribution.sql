-- What touches are credited with of the orders after them, in six models side by side.
-- Grain: order, touch. Credits of an order sum to its net amount in every model: what
-- cutting to cents leaves over goes to its last touch. Credit is no proof of an effect;
-- over_attribution holds it against experiments.
with

journeys as (
    select
        *,
        cast(net_amount * 100 as bigint) as cents
    from {{ ref('attribution_journeys') }}
),

cut as (
    select
        {%- for model, credit in attribution_credits().items() %}
        {{ credit }} as {{ model }},
        {%- endfor %}
        *
    from journeys
)

select
    order_key,
    touch_key,
    member_id,
    attribution_channel,
    channel_code,
    touchpoint,
    content_key,
    campaign_key,
    strategy_key,
    touch_no,
    touches,
    channels,
    {%- for model in attribution_credits() %}
    {%- set rest -%}
    cents - sum({{ model }}) over (partition by order_key) + {{ model }}
    {%- endset %}
    cast(0.01 * cast(
        case when touch_no < touches then {{ model }} else {{ rest }} end as bigint
    ) as decimal(18, 2)) as {{ model }}_amount,
    {%- endfor %}
    occurred_at,
    paid_at,
    paid_on
from cut

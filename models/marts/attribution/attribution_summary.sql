-- Credits by model, channel, campaign and month of the payment. Grain: month, model,
-- attribution channel, channel, touchpoint, campaign, strategy; `none` where there is
-- none. Credits of a model sum to the net sales of the month, whatever the model.
{%- set keys = [
    'month', 'attribution_channel', 'channel_code', 'touchpoint', 'campaign_key',
    'strategy_key'
] %}
{%- set structs = [] %}
{%- for model in attribution_shares() %}
    {%- do structs.append({
        'model': "'" ~ model ~ "'",
        'credited_amount': model ~ '_amount',
    }) %}
{%- endfor %}
with

credits as (
    select
        {{ month_of('paid_on') }} as month,
        attribution_channel,
        coalesce(channel_code, 'none') as channel_code,
        coalesce(touchpoint, 'none') as touchpoint,
        coalesce(campaign_key, 'none') as campaign_key,
        {%- for model in attribution_shares() %}
        {{ model }}_amount,
        {%- endfor %}
        coalesce(strategy_key, 'none') as strategy_key
    from {{ ref('attribution') }}
),

summed as (
    select
        {{ keys | join(',\n        ') }},
        {%- for model in attribution_shares() %}
        cast(sum({{ model }}_amount) as decimal(18, 2)) as {{ model }}_amount,
        {%- endfor %}
        count(*) as touches
    from credits
    group by
        {{ keys | join(',\n        ') }}
)

select
    month,
    model,
    attribution_channel,
    channel_code,
    touchpoint,
    campaign_key,
    strategy_key,
    touches,
    credited_amount
from (
    {{ rows_of_columns('summed', keys + ['touches'], structs, 'true') }}
) as credited

-- What strategies brought: participants, conversion, GMV, ARPU and ROI, attributed and
-- against the arm held out. Grain: strategy, slice. Figures are of members in treated
-- arms and of the window_days from their assignment on, over or not. Differences here
-- are plain: experiments test those of experiment_window_days, when these are over.
{% set counts = [
    'targeted', 'holdout', 'reached', 'participants', 'converters', 'buyers', 'orders'
] -%}
with

strategies as (
    select * from {{ ref('dim_strategies') }}
    where coalesce(kind, '') != 'holdout'
),

spend as (
    select * from {{ ref('campaign_spend') }} where subject_kind = 'strategy'
),

measured as (
    select * from {{ ref('campaign_funnels') }} where subject_kind = 'strategy'
),

funnels as (
    select
        strategies.strategy_key,
        strategies.strategy_name,
        coalesce(measured.slice_dimension, 'all') as slice_dimension,
        coalesce(measured.slice_value, 'all') as slice_value,
        {%- for count in counts %}
        coalesce(measured.{{ count }}, 0) as {{ count }},
        {%- endfor %}
        coalesce(measured.gmv, cast(0 as decimal(18, 2))) as gmv,
        coalesce(measured.net_amount, cast(0 as decimal(18, 2))) as net_amount,
        measured.margin_amount,
        coalesce(
            measured.cost_amount, spend.cost_amount, cast(0 as decimal(18, 2))
        ) as cost_amount,
        coalesce(measured.holdout_buyers, 0) as holdout_buyers,
        coalesce(measured.holdout_orders, 0) as holdout_orders,
        measured.holdout_gmv,
        measured.holdout_net_amount,
        measured.holdout_margin_amount,
        coalesce(measured.overlapping, 0) as overlapping,
        coalesce(measured.censored, 0) as censored
    from strategies
    left join measured on strategies.strategy_key = measured.subject_key
    left join spend on strategies.strategy_key = spend.subject_key
),

outcomes as (
    select
        funnels.*,
        {{ funnel_outcomes() }}
    from funnels
)

select
    strategy_key,
    strategy_name,
    slice_dimension,
    slice_value,
    cast({{ var('conversion_window_days') }} as bigint) as window_days,
    {{ counts | join(',\n    ') }},
    gmv,
    net_amount,
    margin_amount,
    cost_amount,
    buyer_rate,
    conversion_rate,
    {{ quotient('gmv', 'participants') }} as arpu,
    roas,
    roi,
    roi_missing_reason,
    holdout_buyers,
    holdout_orders,
    holdout_gmv,
    holdout_buyer_rate,
    buyer_rate_difference,
    incremental_buyers,
    incremental_orders,
    incremental_gmv,
    incremental_net_amount,
    {{ quotient('incremental_gmv', 'targeted') }} as incremental_arpu,
    incremental_margin_amount,
    incremental_roi,
    incremental_missing_reason,
    overlapping_share,
    censored,
    is_censored
from outcomes

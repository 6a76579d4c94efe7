-- What campaigns brought: the funnel, money and cost, attributed and against the arm
-- held out. Grain: campaign, slice; a campaign that nobody was assigned to has one row.
-- Figures are of members in treated arms, in the window_days from their assignment on,
-- be they over or not. Differences here are plain: experiments test those of the days
-- of the campaign, in windows that are over.
{% set counts = [
    'targeted', 'holdout', 'reached', 'opened', 'clicked', 'opted_out', 'participants',
    'converters', 'redeemers', 'buyers', 'orders', 'named_orders'
] -%}
with

campaigns as (
    select * from {{ ref('dim_campaigns') }}
),

spend as (
    select * from {{ ref('campaign_spend') }} where subject_kind = 'campaign'
),

measured as (
    select * from {{ ref('campaign_funnels') }} where subject_kind = 'campaign'
),

funnels as (
    select
        campaigns.campaign_key,
        campaigns.campaign_name,
        campaigns.goal_metric,
        campaigns.goal_value,
        campaigns.starts_on,
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
        coalesce(spend.discount_amount, cast(0 as decimal(18, 2))) as discount_amount,
        coalesce(measured.holdout_buyers, 0) as holdout_buyers,
        coalesce(measured.holdout_orders, 0) as holdout_orders,
        coalesce(measured.holdout_contacted, 0) as holdout_contacted,
        measured.holdout_gmv,
        measured.holdout_net_amount,
        measured.holdout_margin_amount,
        coalesce(measured.overlapping, 0) as overlapping,
        coalesce(measured.censored, 0) as censored,
        coalesce(measured.early_responses, 0) as early_responses,
        coalesce(spend.sends_without_member, 0) as sends_without_member,
        coalesce(spend.sends_outside_targeting, 0) as sends_outside_targeting
    from campaigns
    left join measured on campaigns.campaign_key = measured.subject_key
    left join spend on campaigns.campaign_key = spend.subject_key
),

outcomes as (
    select
        funnels.*,
        {{ funnel_outcomes() }},
        case funnels.goal_metric
            when 'paid_orders' then cast(funnels.orders as double)
            when 'buyers' then cast(funnels.buyers as double)
            when 'gmv' then cast(funnels.gmv as double)
            when 'net_sales' then cast(funnels.net_amount as double)
            when 'participants' then cast(funnels.participants as double)
            when 'reached' then cast(funnels.reached as double)
            when 'redeemers' then cast(funnels.redeemers as double)
        end as goal_reached_value
    from funnels
)

select
    campaign_key,
    campaign_name,
    slice_dimension,
    slice_value,
    cast({{ var('conversion_window_days') }} as bigint) as window_days,
    {{ counts | join(',\n    ') }},
    gmv,
    net_amount,
    margin_amount,
    cost_amount,
    case when slice_dimension = 'all' then discount_amount end as discount_amount,
    buyer_rate,
    conversion_rate,
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
    incremental_margin_amount,
    incremental_roi,
    incremental_missing_reason,
    case when slice_dimension = 'all' then goal_metric end as goal_metric,
    case when slice_dimension = 'all' then goal_value end as goal_value,
    case
        when slice_dimension = 'all'
            then goal_reached_value / nullif(cast(goal_value as double), 0)
    end as goal_attainment,
    case
        when slice_dimension != 'all' then 'goal_is_of_the_whole'
        when goal_metric is null or coalesce(goal_value, 0) = 0 then 'no_goal'
        when goal_reached_value is null then 'metric_not_measured'
    end as goal_missing_reason,
    overlapping_share,
    censored,
    is_censored,
    holdout_contacted,
    early_responses,
    case when slice_dimension = 'all' then sends_without_member end
        as sends_without_member,
    case when slice_dimension = 'all' then sends_outside_targeting end
        as sends_outside_targeting,
    starts_on
from outcomes

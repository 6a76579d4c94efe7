-- What became of the members of campaigns and strategies. Grain: campaign or strategy,
-- member. Orders are those that count and were paid in the window, whatever led to
-- them; a converter has one at or after taking part. Margin is known where the cost of
-- goods is, and in the share of the order that was not refunded.
with

orders as (
    select
        windows.subject_kind,
        windows.subject_key,
        windows.member_id,
        orders.order_key,
        orders.campaign_id,
        orders.paid_amount,
        orders.net_amount,
        orders.paid_at,
        {{ kept_share() }} as kept_share
    from {{ ref('campaign_windows') }} as windows
    inner join {{ ref('fct_orders') }} as orders
        on
            windows.member_id = orders.member_id
            and windows.assigned_at <= orders.paid_at
            and windows.window_to > orders.paid_at
    where orders.is_valid and orders.paid_on <= {{ as_of_date() }}
),

margins as (
    select
        order_key,
        sum(line_amount - cost_amount) as margin_amount
    from {{ ref('fct_order_lines') }}
    where
        not is_deleted
        and cost_amount is not null
        and order_key in (select order_key from orders)
    group by order_key
),

bought as (
    select
        orders.subject_kind,
        orders.subject_key,
        orders.member_id,
        count(*) as orders,
        sum(case
            when
                orders.subject_kind = 'campaign'
                and orders.campaign_id = orders.subject_key
                then 1
            else 0
        end) as named_orders,
        sum(orders.paid_amount) as gmv,
        sum(orders.net_amount) as net_amount,
        sum(cast(round(
            cast(margins.margin_amount as double) * orders.kept_share, 2
        ) as decimal(18, 2))) as margin_amount,
        max(orders.paid_at) as last_paid_at
    from orders
    left join margins on orders.order_key = margins.order_key
    group by orders.subject_kind, orders.subject_key, orders.member_id
),

bought_early as (
    select
        windows.subject_kind,
        windows.subject_key,
        windows.member_id,
        count(*) as early_orders
    from {{ ref('campaign_windows') }} as windows
    inner join {{ ref('fct_orders') }} as orders
        on
            windows.subject_key = orders.campaign_id
            and windows.member_id = orders.member_id
            and windows.assigned_at > orders.paid_at
    where windows.subject_kind = 'campaign' and orders.is_valid
    group by windows.subject_kind, windows.subject_key, windows.member_id
)

select
    windows.subject_kind,
    windows.subject_key,
    windows.member_id,
    windows.arm,
    windows.is_treated,
    windows.rfm_segment,
    windows.lifecycle_stage,
    windows.is_overlapping,
    windows.is_censored,
    touches.dialogue_channel,
    coalesce(touches.sends, 0) as sends,
    coalesce(touches.send_cost_amount, cast(0 as decimal(18, 2))) as send_cost_amount,
    coalesce(touches.is_reached, false) as is_reached,
    coalesce(touches.is_opened, false) as is_opened,
    coalesce(touches.is_clicked, false) as is_clicked,
    coalesce(touches.is_opted_out, false) as is_opted_out,
    touches.participated_at is not null as is_participant,
    coalesce(touches.participated_at <= bought.last_paid_at, false) as is_converter,
    coalesce(touches.redemptions, 0) as redemptions,
    coalesce(bought.orders, 0) as orders,
    cast(coalesce(bought.named_orders, 0) as bigint) as named_orders,
    cast(coalesce(bought.gmv, 0) as decimal(18, 2)) as gmv,
    cast(coalesce(bought.net_amount, 0) as decimal(18, 2)) as net_amount,
    cast(bought.margin_amount as decimal(18, 2)) as margin_amount,
    coalesce(touches.early_acts, 0) + coalesce(bought_early.early_orders, 0)
        as early_responses,
    windows.assigned_at,
    windows.window_to,
    windows.assigned_on
from {{ ref('campaign_windows') }} as windows
left join {{ ref('campaign_touches') }} as touches
    on
        windows.subject_kind = touches.subject_kind
        and windows.subject_key = touches.subject_key
        and windows.member_id = touches.member_id
left join bought
    on
        windows.subject_kind = bought.subject_kind
        and windows.subject_key = bought.subject_key
        and windows.member_id = bought.member_id
left join bought_early
    on
        windows.subject_kind = bought_early.subject_kind
        and windows.subject_key = bought_early.subject_key
        and windows.member_id = bought_early.member_id

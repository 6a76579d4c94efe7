-- Members addressed in a campaign, whether content of ours touched them in the
-- pre_position_days days before its first day, and what they bought in it. Grain:
-- campaign, member in an arm that is no control. The stratum is the lifecycle stage of
-- the month before the campaign.
with

campaigns as (
    select
        campaign_key,
        starts_on,
        ends_on,
        {{ add_days('starts_on', -var('pre_position_days')) }} as content_from,
        {{ add_months(month_of('starts_on'), -1) }} as stage_month
    from {{ ref('dim_campaigns') }}
    where starts_on <= {{ as_of_date() }} and ends_on is not null
),

addressed as (
    select
        assignments.campaign_key,
        assignments.member_id,
        campaigns.starts_on,
        campaigns.ends_on,
        campaigns.content_from,
        campaigns.stage_month
    from {{ ref('fct_assignments') }} as assignments
    inner join campaigns on assignments.campaign_key = campaigns.campaign_key
    where
        assignments.is_first_of_member
        and not assignments.has_conflicting_arms
        and not assignments.is_deleted
        and assignments.member_id is not null
        and assignments.arm != 'control'
),

touched as (
    select
        addressed.campaign_key,
        addressed.member_id,
        count(*) as touches
    from addressed
    inner join {{ ref('fct_touches') }} as touches
        on
            addressed.member_id = touches.member_id
            and touches.content_key is not null
            and touches.direction = 'inbound'
            and touches.kind != 'opt_out'
            and addressed.content_from <= touches.occurred_on
            and addressed.starts_on > touches.occurred_on
    group by addressed.campaign_key, addressed.member_id
),

bought as (
    select
        addressed.campaign_key,
        addressed.member_id,
        count(*) as orders,
        sum(orders.net_amount) as net_amount
    from addressed
    inner join {{ ref('fct_orders') }} as orders
        on
            addressed.member_id = orders.member_id
            and orders.is_valid
            and addressed.starts_on <= orders.paid_on
            and addressed.ends_on >= orders.paid_on
            and orders.paid_on <= {{ as_of_date() }}
    group by addressed.campaign_key, addressed.member_id
)

select
    addressed.campaign_key,
    addressed.member_id,
    coalesce(stages.lifecycle_stage, 'prospect') as stratum,
    touched.member_id is not null as is_touched,
    cast(coalesce(touched.touches, 0) as bigint) as content_touches,
    cast(coalesce(bought.orders, 0) as bigint) as orders,
    cast(coalesce(bought.net_amount, 0) as decimal(18, 2)) as net_amount,
    addressed.ends_on > {{ as_of_date() }} as is_censored
from addressed
left join touched
    on
        addressed.campaign_key = touched.campaign_key
        and addressed.member_id = touched.member_id
left join bought
    on
        addressed.campaign_key = bought.campaign_key
        and addressed.member_id = bought.member_id
left join {{ ref('lifecycle_monthly') }} as stages
    on
        addressed.member_id = stages.member_id
        and addressed.stage_month = stages.month

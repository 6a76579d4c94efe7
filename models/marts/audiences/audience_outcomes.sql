-- What became of every published audience that was delivered back. Grain: campaign of
-- kind audience, arm. Members count once, in their first arm; conflicting ones not at
-- all. Orders of the days starts_on to ends_on count, both included.
with

audiences as (
    select
        *,
        {{ add_days('ends_on', var('audience_report_days')) }} as outcome_due_on
    from {{ ref('dim_campaigns') }}
    where kind = 'audience'
),

assigned as (
    select
        assignments.campaign_key,
        assignments.member_id,
        assignments.arm
    from {{ ref('fct_assignments') }} as assignments
    inner join audiences on assignments.campaign_key = audiences.campaign_key
    where
        assignments.is_first_of_member
        and not assignments.has_conflicting_arms
        and assignments.member_id is not null
),

bought as (
    select
        assigned.campaign_key,
        assigned.member_id,
        count(*) as order_count,
        sum(orders.net_amount) as net_amount
    from assigned
    inner join audiences on assigned.campaign_key = audiences.campaign_key
    inner join {{ ref('fct_orders') }} as orders
        on assigned.member_id = orders.member_id
    where
        orders.is_valid
        and orders.paid_on between audiences.starts_on and audiences.ends_on
        and orders.paid_on <= {{ as_of_date() }}
    group by assigned.campaign_key, assigned.member_id
),

sent as (
    select distinct
        sends.campaign_key,
        sends.member_id
    from {{ ref('fct_sends') }} as sends
    inner join audiences on sends.campaign_key = audiences.campaign_key
    where not sends.is_deleted and sends.sent_on <= {{ as_of_date() }}
),

reports as (
    select
        campaign_key,
        count(*) as people
    from sent
    group by campaign_key
),

arms as (
    select
        assigned.campaign_key,
        assigned.arm,
        count(*) as member_count,
        count(sent.member_id) as reached_count,
        count(bought.member_id) as buyer_count,
        coalesce(sum(bought.order_count), 0) as order_count,
        coalesce(sum(bought.net_amount), 0) as net_amount
    from assigned
    left join sent
        on
            assigned.campaign_key = sent.campaign_key
            and assigned.member_id = sent.member_id
    left join bought
        on
            assigned.campaign_key = bought.campaign_key
            and assigned.member_id = bought.member_id
    group by assigned.campaign_key, assigned.arm
),

controls as (
    select * from arms where arm = 'control'
)

select
    audiences.campaign_key,
    audiences.template as audience,
    coalesce(arms.arm, 'none') as arm,
    audiences.owner,
    audiences.goal_metric,
    audiences.goal_value,
    case
        when arms.campaign_key is null then 'empty'
        when audiences.ends_on >= {{ as_of_date() }} then 'due'
        when reports.campaign_key is not null then 'reported'
        when audiences.outcome_due_on >= {{ as_of_date() }} then 'due'
        else 'overdue'
    end as outcome_status,
    case
        when controls.campaign_key is not null then 'randomised' else 'none'
    end as evidence,
    audiences.starts_on,
    audiences.ends_on,
    audiences.outcome_due_on,
    coalesce(arms.member_count, 0) as member_count,
    coalesce(arms.reached_count, 0) as reached_count,
    coalesce(arms.buyer_count, 0) as buyer_count,
    cast(coalesce(arms.order_count, 0) as bigint) as order_count,
    cast(coalesce(arms.net_amount, 0) as decimal(18, 2)) as net_amount,
    arms.buyer_count * 1.0e0 / arms.member_count as buyer_share,
    cast(case audiences.goal_metric
        when 'buyers' then arms.buyer_count * 1.0e0 / arms.member_count
        when 'orders' then arms.order_count * 1.0e0 / arms.member_count
        when 'net_amount'
            then cast(arms.net_amount as double) / arms.member_count
    end as double) as goal_actual,
    case
        when audiences.ends_on < {{ as_of_date() }} and arms.arm != 'control'
            then
                arms.buyer_count * 1.0e0 / arms.member_count
                - controls.buyer_count * 1.0e0 / controls.member_count
    end as buyer_share_lift,
    case
        when audiences.ends_on < {{ as_of_date() }} and arms.arm != 'control'
            then {{ pooled_z(
                'arms.buyer_count', 'arms.member_count',
                'controls.buyer_count', 'controls.member_count'
            ) }}
    end as buyer_share_z
from audiences
left join arms on audiences.campaign_key = arms.campaign_key
left join controls on audiences.campaign_key = controls.campaign_key
left join reports on audiences.campaign_key = reports.campaign_key

-- How a member has been served, and what a member has allowed. Grain: member; the
-- erased are here with nothing but that.
with

rules as (
    {{ label_rules(['satisfied', 'unsatisfied']) }}
),

scales as (
    select
        channel_code,
        case
            when max(rating) <= 5 then 5
            when max(rating) <= 10 then 10
            else 100
        end as highest
    from {{ ref('fct_feedback') }}
    where not is_deleted
    group by channel_code
),

voices as (
    select
        feedback.member_id,
        {{ rounded('avg(cast(feedback.rating as double) / scales.highest)', 6) }}
            as rating_share,
        bool_or(
            feedback.kind in ('complaint', 'ticket') and feedback.resolved_at is null
        ) as has_open_complaint
    from {{ ref('fct_feedback') }} as feedback
    left join scales on feedback.channel_code = scales.channel_code
    where
        not feedback.is_deleted
        and feedback.member_id is not null
        and feedback.occurred_on <= {{ as_of_date() }}
    group by feedback.member_id
),

recalls as (
    select distinct
        product_key,
        batch_no
    from {{ ref('fct_improvement_actions') }}
    where kind = 'recall' and {{ business_date('opened_at') }} <= {{ as_of_date() }}
),

affected as (
    select distinct orders.member_id
    from {{ ref('fct_order_lines') }} as lines
    inner join recalls
        on
            lines.product_key = recalls.product_key
            and lines.batch_no = coalesce(recalls.batch_no, lines.batch_no)
    inner join {{ ref('fct_orders') }} as orders on lines.order_key = orders.order_key
    where orders.is_valid and orders.member_id is not null and not lines.is_deleted
),

endings as (
    select
        member_id,
        max(case
            when kind in ('block', 'delete_friend', 'unfollow') then occurred_at
        end)
        > coalesce(
            max(case when kind in ('add_friend', 'follow') then occurred_at end),
            timestamp '1970-01-01 00:00:00'
        ) as has_blocked_us
    from {{ ref('fct_interactions') }}
    where
        not is_deleted and member_id is not null and occurred_on <= {{ as_of_date() }}
    group by member_id
),

marketing as (
    select distinct member_id
    from {{ ref('member_consents') }}
    where purpose = 'marketing' and is_granted
),

-- Of the erased nothing is looked up.
members as (
    select
        member_id,
        may_profile,
        is_erased,
        case when not is_erased then member_id end as told_id
    from {{ ref('member_permissions') }}
),

computed as (
    select
        members.member_id,
        coalesce(voices.has_open_complaint, false) as has_open_complaint,
        affected.member_id is not null as is_affected_by_batch,
        coalesce(endings.has_blocked_us, false) as has_blocked_us,
        marketing.member_id is not null as has_marketing_consent,
        members.may_profile as has_profiling_consent,
        members.is_erased,
        case
            when voices.rating_share >= rules.satisfied then 'satisfied'
            when voices.rating_share < rules.unsatisfied then 'unsatisfied'
            when voices.rating_share is not null then 'neutral'
        end as satisfaction
    from members
    cross join rules
    left join voices on members.told_id = voices.member_id
    left join affected on members.told_id = affected.member_id
    left join endings on members.told_id = endings.member_id
    left join marketing on members.member_id = marketing.member_id
)

select
    {{ permitted_labels('service') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id

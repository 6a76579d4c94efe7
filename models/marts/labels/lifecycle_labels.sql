-- Where a member stands and moves. Grain: member. Intervals and the day on which the
-- next purchase is due are those of purchase_rhythms over all categories.
with

rules as (
    {{ label_rules([
        'silent_days', 'upward_days', 'upward_share', 'churn_low', 'churn_high',
        'stock_up_quantity', 'frequent_interval',
    ]) }}
),

paces as (
    select
        days.member_id,
        max(case when days.is_buying_day then days.on_date end) as last_order_on,
        max(days.on_date) as last_seen_on,
        sum(days.order_count) as order_count,
        {%- for measure in ['order_count', 'net_amount'] %}
        sum(case
            when days.on_date >= {{ first_day_of_window('rules.upward_days') }}
                then days.{{ measure }}
        end) as newer_{{ measure }},
        sum(case
            when
                days.on_date < {{ first_day_of_window('rules.upward_days') }}
                and days.on_date >= {{ first_day_of_window('2 * rules.upward_days') }}
                then days.{{ measure }}
        end) as older_{{ measure }},
        {%- endfor %}
        bool_or(days.interaction_count > 0) as has_interacted
    from {{ ref('fct_member_days') }} as days
    cross join rules
    where days.on_date <= {{ as_of_date() }}
    group by days.member_id
),

rhythms as (
    select
        member_id,
        next_due_on,
        case when expected_from = 'member' then expected_interval_days end
            as own_interval_days
    from {{ ref('purchase_rhythms') }}
    where category = 'all'
),

quantities as (
    select
        orders.member_id,
        cast(sum(lines.quantity) as double) / count(distinct orders.order_key)
            as pieces_of_order
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('fct_orders') }} as orders on lines.order_key = orders.order_key
    where
        orders.is_valid
        and orders.member_id is not null
        and not lines.is_deleted
        and orders.paid_on <= {{ as_of_date() }}
    group by orders.member_id
),

known as (
    select
        members.member_id,
        members.member_type,
        {{ days_between(business_date('members.first_seen_at'), as_of_date()) }}
            as tenure,
        {{ days_between('paces.last_order_on', as_of_date()) }} as days_since_order,
        {{ days_between('paces.last_seen_on', as_of_date()) }} as days_since_seen,
        rhythms.own_interval_days as purchase_interval_days,
        rhythms.next_due_on as next_purchase_due_on,
        paces.order_count,
        paces.has_interacted,
        paces.newer_order_count,
        paces.older_order_count,
        paces.newer_net_amount,
        paces.older_net_amount,
        quantities.pieces_of_order
    from {{ ref('dim_members') }} as members
    left join paces on members.member_id = paces.member_id
    left join rhythms on members.member_id = rhythms.member_id
    left join quantities on members.member_id = quantities.member_id
    where not members.is_erased
),

computed as (
    select
        known.*,
        case
            when known.order_count >= 2 then 'loyal'
            when known.order_count = 1 then 'purchased'
            when known.has_interacted then 'interested'
            else 'aware'
        end as relation_stage,
        case
            when known.tenure < 30 then '0-29'
            when known.tenure < 90 then '30-89'
            when known.tenure < 365 then '90-364'
            when known.tenure < 730 then '365-729'
            else '730+'
        end as tenure_band,
        known.member_type = 'prospect' as is_prospect,
        coalesce(known.days_since_seen >= rules.silent_days, true) as is_silent,
        case
            when
                known.days_since_order
                <= rules.churn_low * known.purchase_interval_days
                then 'low'
            when
                known.days_since_order
                < rules.churn_high * known.purchase_interval_days
                then 'middle'
            when known.purchase_interval_days is not null then 'high'
        end as churn_risk,
        coalesce(known.next_purchase_due_on <= {{ as_of_date() }}, false)
            as is_next_purchase_due,
        {%- for name, measure in [
            ('is_frequency_up', 'order_count'), ('is_spend_up', 'net_amount')
        ] %}
        coalesce(
            known.newer_{{ measure }} > known.older_{{ measure }}
            and known.newer_{{ measure }}
            >= rules.upward_share * known.older_{{ measure }},
            false
        ) as {{ name }},
        {%- endfor %}
        case
            when known.pieces_of_order >= rules.stock_up_quantity then 'stock_up'
            when known.purchase_interval_days <= rules.frequent_interval
                then 'little_and_often'
            when known.purchase_interval_days is not null then 'regular'
            when known.order_count > 0 then 'occasional'
        end as consumption_habit
    from known
    cross join rules
)

select
    {{ permitted_labels('lifecycle') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id

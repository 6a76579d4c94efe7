-- What baby products tell of a member's household. Grain: member who lets us infer,
-- with a baby product in the window. A product for a child of a to b months, bought
-- on a day, says that the child was born after the day less b months, and by the day
-- less a months; all purchases together leave a span of birthdays, so that the age
-- moves on by itself. When they contradict each other (a second child, a gift) the
-- newest day of purchase decides.
with

rules as (
    {{ label_rules([
        'child_days', 'child_evidence_days', 'low_price_position', 'high_price_position'
    ]) }}
),

purchases as (
    select
        orders.member_id,
        orders.paid_on,
        products.category,
        products.price_position,
        {{ add_months('orders.paid_on', '-products.age_to_months') }} as born_after,
        {{ add_months('orders.paid_on', '-products.age_from_months') }} as born_by,
        max(orders.paid_on) over (partition by orders.member_id) as evidence_on
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('product_traits') }} as products
        on
            lines.product_key = products.product_key
            and products.baby_evidence is not null
    inner join {{ ref('fct_orders') }} as orders on lines.order_key = orders.order_key
    cross join rules
    where
        orders.is_valid
        and not lines.is_deleted
        and lines.quantity > 0
        and orders.paid_on >= {{ first_day_of_window('rules.child_days') }}
        and orders.paid_on <= {{ as_of_date() }}
),

spans as (
    select
        member_id,
        evidence_on,
        count(distinct category) as categories,
        count(distinct paid_on) as days,
        avg(cast(price_position as double)) as price_position,
        max(born_after) as born_after,
        min(born_by) as born_by,
        max(case when paid_on = evidence_on then born_after end) as newest_born_after,
        min(case when paid_on = evidence_on then born_by end) as newest_born_by
    from purchases
    group by member_id, evidence_on
),

dated as (
    select
        *,
        case when born_after < born_by then born_after else newest_born_after end
            as from_day,
        case when born_after < born_by then born_by else newest_born_by end as to_day,
        case
            when categories > 1 and days > 1 then 0.95
            when categories > 1 then 0.85
            when days > 1 then 0.7
            else 0.5
        end * case when born_after < born_by then 1 else 0.8 end as confidence
    from spans
),

aged as (
    select
        dated.*,
        case
            when dated.from_day < dated.to_day
                then {{ whole_months('dated.to_day', as_of_date()) }}
        end as youngest,
        case
            when dated.from_day < dated.to_day
                then {{ whole_months(add_days('dated.from_day', 1), as_of_date()) }}
        end as oldest,
        case
            when dated.price_position >= rules.high_price_position then 'high'
            when dated.price_position < rules.low_price_position then 'low'
            when dated.price_position is not null then 'middle'
        end as power
    from dated
    cross join rules
    where
        {{ days_between('dated.evidence_on', as_of_date()) }}
        < rules.child_evidence_days
)

select
    aged.member_id,
    true as has_child,
    cast(floor((aged.youngest + aged.oldest) / 2) as integer) as child_age_months,
    aged.youngest || '-' || aged.oldest as child_age_range,
    case
        when aged.oldest < 6 then 'newborn'
        when aged.oldest < 12 then 'infant'
        when aged.oldest < 36 then 'toddler'
        when aged.oldest is not null then 'preschool'
    end as child_stage,
    case members.gender
        when 'female' then 'mother' when 'male' then 'father' else 'parent'
    end || ' of a ' || aged.youngest || ' to ' || aged.oldest || ' month old, '
    || aged.power || ' purchasing power' as family_profile,
    cast(aged.confidence as decimal(18, 6)) as confidence,
    aged.evidence_on
from aged
inner join {{ ref('dim_members') }} as members on aged.member_id = members.member_id
inner join {{ ref('member_permissions') }} as permissions
    on aged.member_id = permissions.member_id
where permissions.may_profile

-- Slices of a funnel add up to the whole, in heads, orders and money, costs but for the
-- cents of their sharing; and no step of it holds more members than the one before.
{% set sums = ['targeted', 'reached', 'participants', 'converters', 'orders', 'gmv'] -%}
with

whole as (
    select * from {{ ref('campaign_funnels') }} where slice_dimension = 'all'
),

parts as (
    select
        subject_kind,
        subject_key,
        slice_dimension,
        count(*) as slices,
        {%- for column in sums %}
        sum(coalesce({{ column }}, 0)) as {{ column }},
        {%- endfor %}
        sum(cost_amount) as cost_amount
    from {{ ref('campaign_funnels') }}
    where slice_dimension != 'all'
    group by subject_kind, subject_key, slice_dimension
)

select
    parts.subject_key,
    parts.slice_dimension,
    'parts' as fault
from parts
inner join whole
    on
        parts.subject_kind = whole.subject_kind
        and parts.subject_key = whole.subject_key
where
    {%- for column in sums %}
    parts.{{ column }} != coalesce(whole.{{ column }}, 0) or
    {%- endfor %}
    (whole.targeted > 0 and abs(parts.cost_amount - whole.cost_amount) > parts.slices)
union all
select
    subject_key,
    slice_dimension,
    'steps' as fault
from {{ ref('campaign_funnels') }}
where
    not (targeted >= reached and reached >= opened and opened >= clicked)
    or not (targeted >= participants and participants >= converters)
    or not (targeted >= buyers and buyers >= converters)

-- What campaigns and strategies cost is what costs and sends that name them say, until
-- as_of.
{% set kinds = ['campaign', 'strategy'] -%}
with

said as (
    {%- for kind in kinds %}
    select
        '{{ kind }}' as subject_kind,
        amount
    from {{ ref('fct_costs') }}
    where
        {{ kind }}_key is not null
        and not is_deleted
        and occurred_on <= {{ as_of_date() }}
    union all
    select
        '{{ kind }}' as subject_kind,
        cost_amount as amount
    from {{ ref('fct_sends') }}
    where
        {{ kind }}_key is not null
        and not is_deleted
        and sent_on <= {{ as_of_date() }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        subject_kind,
        sum(amount) as amount
    from said
    group by subject_kind
),

told as (
    select
        subject_kind,
        sum(cost_amount) + sum(discount_amount) as amount
    from {{ ref('campaign_spend') }}
    group by subject_kind
)

select
    summed.subject_kind,
    summed.amount as amount_said,
    told.amount as amount_told
from summed
left join told on summed.subject_kind = told.subject_kind
where coalesce(summed.amount, 0) != coalesce(told.amount, 0)

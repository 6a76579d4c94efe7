-- What a member had bought when the holdout began, and what they bought in it. Grain:
-- member with a purchase before the holdout. Purchases are days with one, as in
-- purchase_summaries.
{% set cut = add_days(as_of_date(), -var('clv_holdout_days')) %}
with

members as (
    select member_id from {{ ref('dim_members') }} where not is_erased
),

summed as (
    select
        member_id,
        min(on_date) as first_on,
        max(case when on_date <= {{ cut }} then on_date end) as last_on,
        sum(case when is_first_of_day and on_date <= {{ cut }} then 1 else 0 end)
            as purchase_days,
        sum(case
            when on_date <= {{ cut }} and previous_order_on is not null then net_amount
        end) as repeat_amount,
        sum(case when is_first_of_day and on_date > {{ cut }} then 1 else 0 end)
            as holdout_purchase_days,
        sum(case when on_date > {{ cut }} then net_amount else 0 end) as holdout_amount
    from {{ ref('fct_member_days') }}
    where is_buying_day and on_date <= {{ as_of_date() }}
    group by member_id
)

select
    summed.member_id,
    cast({{ var('clv_holdout_days') }} as int) as holdout_days,
    cast(summed.purchase_days - 1 as bigint) as repeat_purchase_days,
    {{ days_between('summed.first_on', 'summed.last_on') }} as purchase_span_days,
    {{ days_between('summed.first_on', cut) }} as observation_days,
    cast(summed.repeat_amount as double) / nullif(summed.purchase_days - 1, 0)
        as repeat_day_amount,
    cast(summed.holdout_purchase_days as bigint) as holdout_purchase_days,
    cast(summed.holdout_amount as decimal(18, 2)) as holdout_amount
from summed
inner join members on summed.member_id = members.member_id
where summed.first_on <= {{ cut }}

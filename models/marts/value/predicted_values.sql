-- What a member is expected to buy from as_of on. Grain: member with a purchase. Members
-- of the same history share one computation; values are net of refunds, those to come
-- discounted by month.
{% set weeks_a_month = 365.25 / 12 / 7 %}
{% set horizons = [3, 6, 12] %}
with

parameters as (
    {{ newest_parameters('full') }}
),

summaries as (
    select * from {{ ref('purchase_summaries') }}
),

histories as (
    select distinct
        repeat_purchase_days as repeats,
        purchase_span_days,
        observation_days,
        purchase_span_days / 7.0e0 as span_weeks,
        observation_days / 7.0e0 as observed_weeks
    from summaries
),

months as (
    {%- for month in range(1, 13) %}
    select
        {{ month }} as month_number,
        cast({{ month * weeks_a_month }} as double) as weeks,
        power(cast(1 + {{ var('clv_discount_a_year') }} as double), -{{ month }} / 12.0e0)
            as discount
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
),

expected as (
    select
        histories.repeats,
        histories.purchase_span_days,
        histories.observation_days,
        months.month_number,
        months.discount,
        {{ probability_alive() }} as probability_alive,
        {{ expected_purchases('weeks') }} as purchases
    from histories
    cross join months
    cross join parameters
),

stepped as (
    select
        *,
        purchases - lag(purchases, 1, cast(0 as double)) over (
            partition by repeats, purchase_span_days, observation_days
            order by month_number
        ) as month_purchases
    from expected
),

scored as (
    select
        repeats,
        purchase_span_days,
        observation_days,
        max(probability_alive) as probability_alive,
        {%- for horizon in horizons %}
        max(case when month_number = {{ horizon }} then purchases end)
            as purchases_{{ horizon }},
        sum(case when month_number <= {{ horizon }} then month_purchases * discount end)
            as discounted_{{ horizon }}{{ "," if not loop.last }}
        {%- endfor %}
    from stepped
    group by repeats, purchase_span_days, observation_days
),

amounts as (
    select
        member_id,
        repeats,
        purchase_span_days,
        observation_days,
        {{ expected_amount() }} as expected_amount
    from (
        select
            summaries.member_id,
            summaries.repeat_purchase_days as repeats,
            summaries.purchase_span_days,
            summaries.observation_days,
            summaries.repeat_day_amount as mean_amount,
            parameters.*
        from summaries
        cross join parameters
    ) as histories_of_members
)

select
    amounts.member_id,
    round(scored.probability_alive, 6) as probability_alive,
    {%- for horizon in horizons %}
    round(scored.purchases_{{ horizon }}, 6) as expected_purchases_{{ horizon }}_months,
    {%- endfor %}
    cast(amounts.expected_amount as decimal(18, 2)) as expected_amount,
    {%- for horizon in horizons %}
    cast(amounts.expected_amount * scored.discounted_{{ horizon }} as decimal(18, 2))
        as predicted_value_{{ horizon }}_months{{ "," if not loop.last }}
    {%- endfor %}
from amounts
inner join scored
    on
        amounts.repeats = scored.repeats
        and amounts.purchase_span_days = scored.purchase_span_days
        and amounts.observation_days = scored.observation_days

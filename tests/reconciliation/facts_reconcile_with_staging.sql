-- Every staged row is one row of its fact, with the same sum of what it measures.
{%- set pairs = [
    ('fct_assignments', 'int_assignments__unioned', 'propensity', 'propensity'),
    ('fct_sends', 'int_sends__unioned', 'cost_amount', 'cost_amount'),
    ('fct_coupons', 'int_coupons__unioned', 'face_amount', 'face_value'),
    ('fct_costs', 'int_costs__unioned', 'amount', 'amount'),
    ('fct_points', 'int_points__unioned', 'points', 'points'),
    ('fct_feedback', 'int_feedback__unioned', 'rating', 'rating'),
    ('fct_consents', 'int_consents__unioned', none, none),
    ('fct_referrals', 'int_referrals__unioned', 'reward_amount', 'reward_amount'),
    ('fct_manual_labels', 'int_manual_labels__unioned', 'confidence', 'confidence'),
    ('fct_channel_reported', 'int_channel_reported__unioned', 'value', 'value'),
    ('fct_kpi_targets', 'int_kpi_targets__unioned', 'target', 'target'),
    ('fct_market_sizes', 'int_market_sizes__unioned', 'buyers', 'buyers'),
    ('fct_stock', 'int_stock__unioned', 'quantity', 'quantity'),
] %}

with

counted as (
    {%- for fact, staged, fact_measure, staged_measure in pairs %}
    {%- for side, model_name, measure in [
        (1, fact, fact_measure), (-1, staged, staged_measure)
    ] %}
    select
        '{{ fact }}' as fact,
        {{ side }} * count(*) as row_count,
        {{ side }} * cast(sum({{ measure or 0 }}) as decimal(30, 6)) as measure
    from {{ ref(model_name) }}
    {% if not loop.last -%}
    union all
    {%- endif %}
    {%- endfor %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    fact,
    sum(row_count) as rows_too_many,
    sum(measure) as measure_too_much
from counted
group by fact
having sum(row_count) != 0 or coalesce(sum(measure), 0) != 0

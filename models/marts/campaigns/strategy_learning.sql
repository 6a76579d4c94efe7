-- How often trying a strategy pays off, and what it costs to find one that does. Grain:
-- journey stage, and `all`. A strategy counts as tried once its evidence is randomised;
-- while its arms are too small to be compared the trial costs and decides nothing.
{% set stages = ["'all'", "coalesce(journey_stage, 'unknown')"] -%}
with

tried as (
    {%- for stage in stages %}
    select
        {{ stage }} as journey_stage,
        count(*) as strategies,
        sum(case when evidence_grade = 'randomised' then 1 else 0 end) as tried,
        sum(case
            when evidence_grade = 'randomised' and reason is not null then 1 else 0
        end) as undecided,
        sum(case when verdict = 'works' then 1 else 0 end) as hits,
        sum(case when evidence_grade = 'randomised' then cost_amount else 0 end)
            as cost_amount
    from {{ ref('strategy_library') }}
    {% if not loop.first %}group by {{ stage }}{% endif %}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    journey_stage,
    strategies,
    cast(coalesce(tried, 0) as bigint) as tried,
    cast(coalesce(undecided, 0) as bigint) as undecided,
    cast(coalesce(hits, 0) as bigint) as hits,
    {{ quotient('hits', '(tried - undecided)') }} as hit_rate,
    cast(coalesce(cost_amount, 0) as decimal(18, 2)) as cost_amount,
    {{ quotient('cost_amount', 'tried') }} as cost_per_trial,
    {{ quotient('cost_amount', 'hits') }} as cost_per_hit
from tried

-- Pairs of metrics that tell one number by two calibers, with the steps that explain the
-- difference, compiled from the definitions. Grain: metric, other metric, step.
{%- for pair in (caliber_pairs() if execute else []) %}
{%- set pair_loop = loop %}
{%- for step in comparison_steps(pair) %}
select
    '{{ pair.metric }}' as metric,
    '{{ pair.other }}' as other_metric,
    '{{ pair.relation }}' as relation,
    {{ pair.is_ratio }} as is_ratio,
    {{ pair.steps | length + 2 }} as part_count,
    {{ loop.index }} as step_no,
    '{{ step }}' as step,
    {{ pair.steps.get(step, 0) }} as sign
{{ "union all" if not (loop.last and pair_loop.last) }}
{%- endfor %}
{%- else %}
select 1 as metric
{%- endfor %}

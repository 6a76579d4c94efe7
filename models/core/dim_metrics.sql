-- The metrics of models/semantic with what their definitions say, compiled from them.
-- Grain: metric.
{% if execute -%}
{{ check_metrics() }}
{%- for metric in metrics_in_order() %}
{%- set meta = metric.config.meta %}
select
    {{ text_of(metric.name) }} as metric,
    {{ text_of(metric.label) }} as label,
    {{ text_of(meta.label_zh) }} as label_zh,
    {{ text_of(metric.description) }} as description,
    {{ text_of(meta.area) }} as area,
    {{ text_of(meta.owner) }} as owner,
    {{ text_of(meta.steward) }} as steward,
    {{ text_of(meta.unit) }} as unit,
    {{ text_of(meta.direction) }} as direction,
    {{ text_of(meta.denominator) }} as denominator,
    {{ text_of(meta.time_anchor) }} as time_anchor,
    {{ text_of(metric_additivity(metric)) }} as additivity,
    {{ text_of(metric.type.value or metric.type) }} as metric_type,
    {{ text_of(metric_formula(metric)) }} as formula,
    {{ text_of(metric_facts(metric)) }} as source_facts,
    {{ text_of(meta.baseline) }} as baseline_method,
    {{ meta.caliber_version }} as caliber_version,
    {{ meta.is_estimated or false }} as is_estimated,
    cast({{ text_of(meta.valid_from) }} as date) as valid_from
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{%- else -%}
select 1 as metric
{%- endif %}

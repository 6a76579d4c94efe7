-- Every metric of models/semantic by day, for the company and by slice, compiled from the
-- definitions. Grain: day, metric, slice. Values of different days add up only where
-- dim_metrics.additivity says additive; kpi_periodic has weeks and months of all metrics.
{{ kpi_dependencies() }}
{% if execute %}
{{ kpi_sql(['day'], with_offsets=true) }}
{% else %}
select * from {{ ref('dim_metrics') }}
{% endif %}

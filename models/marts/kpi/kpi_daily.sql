-- Every metric of models/semantic by day, for the company and by channel, compiled from
-- the definitions. Grain: day, metric, slice. Values of different days add up only
-- where the metric is a flow of events or money; ratios and head counts never do.
-- depends_on: {{ ref('fct_orders') }}
-- depends_on: {{ ref('fct_member_days') }}
-- depends_on: {{ ref('pool_daily') }}
{% if execute %}
with
{{ measure_ctes() }}

{{ metric_values('measures') }}
{% else %}
select * from {{ ref('fct_orders') }}
{% endif %}

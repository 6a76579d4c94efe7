-- With fixed cut points every score has a threshold, better than that of the one below.
{% if var('rfm_cut_points') == 'fixed' -%}
{{ refused_rfm_thresholds(ref('rfm_thresholds'), var('rfm_bins')) }}
{%- else -%}
-- depends_on: {{ ref('rfm_thresholds') }}
select 1 as problem
where 1 = 0
{%- endif %}

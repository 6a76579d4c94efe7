{#- A quantile with linear interpolation between the two values beside it, nulls left out.
    Works as an aggregate and with `over` and a frame behind it, which Spark allows for
    percentile and not for its median and percentile_cont. -#}
{% macro quantile_of(value, share) -%}
    {{ return(adapter.dispatch('quantile_of', 'onepool')(value, share)) }}
{%- endmacro %}

{% macro duckdb__quantile_of(value, share) -%}
    quantile_cont({{ value }}, {{ share }})
{%- endmacro %}

{% macro spark__quantile_of(value, share) -%}
    percentile({{ value }}, {{ share }})
{%- endmacro %}


{% macro median_of(value) -%}
    {{ return(quantile_of(value, 0.5)) }}
{%- endmacro %}

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


{#- Several quantiles in one pass, as an array; nth_of takes one out, from 1. -#}
{% macro quantiles_of(value, shares) -%}
    {{ return(adapter.dispatch('quantiles_of', 'onepool')(value, shares)) }}
{%- endmacro %}

{% macro duckdb__quantiles_of(value, shares) -%}
    quantile_cont({{ value }}, [{{ shares | join(', ') }}])
{%- endmacro %}

{% macro spark__quantiles_of(value, shares) -%}
    percentile({{ value }}, array({{ shares | join(', ') }}))
{%- endmacro %}


{% macro nth_of(array, place) -%}
    {{ return(adapter.dispatch('nth_of', 'onepool')(array, place)) }}
{%- endmacro %}

{% macro duckdb__nth_of(array, place) -%}
    {{ array }}[{{ place }}]
{%- endmacro %}

{% macro spark__nth_of(array, place) -%}
    {{ array }}[{{ place - 1 }}]
{%- endmacro %}

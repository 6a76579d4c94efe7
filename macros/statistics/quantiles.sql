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


{#- One of an array of quantiles, from 1. -#}
{% macro nth_of(array, place) -%}
    {{ return(adapter.dispatch('nth_of', 'onepool')(array, place)) }}
{%- endmacro %}

{% macro duckdb__nth_of(array, place) -%}
    {{ array }}[{{ place }}]
{%- endmacro %}

{% macro spark__nth_of(array, place) -%}
    {{ array }}[{{ place - 1 }}]
{%- endmacro %}


{#- Quantiles of the values in a frame of a named window, as an array. Spark gathers the
    frame and sorts it once; its percentile hashes every value of every frame anew. -#}
{% macro quantiles_over(value, shares, window) -%}
    {{ return(adapter.dispatch('quantiles_over', 'onepool')(value, shares, window)) }}
{%- endmacro %}

{% macro duckdb__quantiles_over(value, shares, window) -%}
    quantile_cont({{ value }}, [{{ shares | join(', ') }}]) over {{ window }}
{%- endmacro %}

{% macro spark__quantiles_over(value, shares, window) -%}
    {{ spark_ordered_over(value, window, spark_quantiles(shares)) }}
{%- endmacro %}


{#- Quantiles over a frame as above, and behind them the mean and the number of its values;
    null when there are none. Spark goes through the values of every frame once, where
    every aggregate of its own would do so again. -#}
{% macro summary_over(value, shares, window) -%}
    {{ return(adapter.dispatch('summary_over', 'onepool')(value, shares, window)) }}
{%- endmacro %}

{% macro duckdb__summary_over(value, shares, window) -%}
    {{ quantiles_over(value, shares, window) }}
    || [avg({{ value }}) over {{ window }}, count({{ value }}) over {{ window }}]
{%- endmacro %}

{% macro spark__summary_over(value, shares, window) -%}
    {{ spark_ordered_over(value, window, spark_quantiles(shares) + [
        'aggregate(ordered, cast(0 as double), (total, one) -> total + one) / size(ordered)',
        'cast(size(ordered) as double)',
    ]) }}
{%- endmacro %}


{#- Expressions of `ordered`, the sorted values of a frame, as an array. -#}
{% macro spark_ordered_over(value, window, expressions) -%}
    transform(
        array(sort_array(collect_list({{ value }}) over {{ window }})),
        ordered -> case when size(ordered) > 0 then array(
            {{ expressions | join(',\n            ') }}
        ) end
    )[0]
{%- endmacro %}


{% macro spark_quantiles(shares) -%}
    {%- set quantiles = [] -%}
    {%- for share in shares -%}
        {%- set place = '(size(ordered) - 1) * ' ~ share ~ 'e0' -%}
        {%- set below = 'ordered[cast(floor(' ~ place ~ ') as int)]' -%}
        {%- set above = 'ordered[cast(ceil(' ~ place ~ ') as int)]' -%}
        {%- do quantiles.append(
            below ~ ' + (' ~ above ~ ' - ' ~ below ~ ') * (' ~ place ~ ' - floor(' ~ place ~ '))'
        ) -%}
    {%- endfor -%}
    {{ return(quantiles) }}
{%- endmacro %}


{% macro median_over(value, window) -%}
    {{ return(adapter.dispatch('median_over', 'onepool')(value, window)) }}
{%- endmacro %}

{% macro duckdb__median_over(value, window) -%}
    quantile_cont({{ value }}, 0.5) over {{ window }}
{%- endmacro %}

{% macro spark__median_over(value, window) -%}
    {{ nth_of(quantiles_over(value, [0.5], window), 1) }}
{%- endmacro %}

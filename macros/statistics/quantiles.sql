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
    transform(
        array(sort_array(collect_list({{ value }}) over {{ window }})),
        ordered -> case when size(ordered) > 0 then array(
            {%- for share in shares %}
            {%- set place = '(size(ordered) - 1) * ' ~ share ~ 'e0' %}
            ordered[cast(floor({{ place }}) as int)] + (
                ordered[cast(ceil({{ place }}) as int)]
                - ordered[cast(floor({{ place }}) as int)]
            ) * ({{ place }} - floor({{ place }})){{ "," if not loop.last }}
            {%- endfor %}
        ) end
    )[0]
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

{#- Exact percentile with linear interpolation between neighbours. -#}
{% macro percentile(value, share) -%}
    {{ return(adapter.dispatch('percentile', 'onepool')(value, share)) }}
{%- endmacro %}

{% macro duckdb__percentile(value, share) -%}
    quantile_cont(cast({{ value }} as double), {{ share }})
{%- endmacro %}

{% macro spark__percentile(value, share) -%}
    percentile(cast({{ value }} as double), {{ share }})
{%- endmacro %}


{#- The last value that is not null in the order of a window. -#}
{% macro last_known(value, window) -%}
    {{ return(adapter.dispatch('last_known', 'onepool')(value, window)) }}
{%- endmacro %}

{% macro duckdb__last_known(value, window) -%}
    last_value({{ value }} ignore nulls) over ({{ window }})
{%- endmacro %}

{% macro spark__last_known(value, window) -%}
    last_value({{ value }}, true) over ({{ window }})
{%- endmacro %}

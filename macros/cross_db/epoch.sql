{#- Whole seconds since 1970 of a UTC timestamp. -#}
{% macro epoch_seconds(value) -%}
    {{ return(adapter.dispatch('epoch_seconds', 'onepool')(value)) }}
{%- endmacro %}

{% macro duckdb__epoch_seconds(value) -%}
    cast(floor(epoch({{ value }})) as bigint)
{%- endmacro %}

{% macro spark__epoch_seconds(value) -%}
    unix_seconds({{ value }})
{%- endmacro %}

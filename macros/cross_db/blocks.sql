{#- Number of the block of some length that a count of seconds or days lies in. What lies
    within that length before something is in its block or the one before, so that both
    are found by equal keys and no row is joined with all there ever was of a member. -#}
{% macro block_of(value, length) -%}
    cast(floor(cast({{ value }} as double) / {{ length }}) as bigint)
{%- endmacro %}


{#- Days since 1970 of a date. -#}
{% macro epoch_days(date_value) -%}
    {{ days_between("cast('1970-01-01' as date)", date_value) }}
{%- endmacro %}

{#- A number as text for some rows: it differs when a row, or the code that reads it,
    does. Within one engine only. -#}
{% macro fingerprint_of(columns) -%}
    {{ return(adapter.dispatch('fingerprint_of', 'onepool')(columns)) }}
{%- endmacro %}

{% macro duckdb__fingerprint_of(columns) -%}
    cast(bit_xor(hash(getvariable('onepool_identity_code'), {{ columns | join(', ') }})) as varchar)
{%- endmacro %}

{% macro spark__fingerprint_of(columns) -%}
    cast(bit_xor(xxhash64({{ columns | join(', ') }})) as string)
{%- endmacro %}

{#- A number as text for some rows: it differs when a row does. Within one engine only. -#}
{% macro fingerprint_of(columns) -%}
    {{ return(adapter.dispatch('fingerprint_of', 'onepool')(columns)) }}
{%- endmacro %}

{% macro duckdb__fingerprint_of(columns) -%}
    cast(bit_xor(hash({{ columns | join(', ') }})) as varchar)
{%- endmacro %}

{% macro spark__fingerprint_of(columns) -%}
    cast(bit_xor(xxhash64({{ columns | join(', ') }})) as string)
{%- endmacro %}


{#- The same of one row, as a number. -#}
{% macro row_fingerprint(columns) -%}
    {{ return(adapter.dispatch('row_fingerprint', 'onepool')(columns)) }}
{%- endmacro %}

{% macro duckdb__row_fingerprint(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__row_fingerprint(columns) -%}
    xxhash64({{ columns | join(', ') }})
{%- endmacro %}


{#- A hash of the code that puts accounts together, which the dbt plugin sets. -#}
{% macro identity_code() -%}
    {{ return(adapter.dispatch('identity_code', 'onepool')()) }}
{%- endmacro %}

{% macro duckdb__identity_code() -%}
    coalesce(cast(getvariable('onepool_identity_code') as varchar), '')
{%- endmacro %}

{% macro spark__identity_code() -%}
    ''
{%- endmacro %}

{#- The identifier types that account profiles carry, each as a column `<type>_hash`, whose
    keyed hash has the type for its namespace. Rules of each are in the seed
    identifier_types. -#}
{% macro identifier_columns() -%}
    {{ return(['loyalty_no', 'unionid', 'phone', 'email', 'device_id', 'openid']) }}
{%- endmacro %}

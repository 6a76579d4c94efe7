{#- Turns a JSON list of strings in a column into one row an item, in column item. -#}
{% macro json_list_items(relation, columns, list_column) -%}
    {{ return(adapter.dispatch('json_list_items', 'onepool')(relation, columns, list_column)) }}
{%- endmacro %}

{% macro duckdb__json_list_items(relation, columns, list_column) -%}
    select {{ columns | join(', ') }}, unnest(from_json({{ list_column }}, '["VARCHAR"]')) as item
    from {{ relation }}
{%- endmacro %}

{% macro spark__json_list_items(relation, columns, list_column) -%}
    select {{ columns | join(', ') }}, explode(from_json({{ list_column }}, 'array<string>')) as item
    from {{ relation }}
{%- endmacro %}


{#- A value of a JSON object as text; null when the object has none. -#}
{% macro json_value(object, name) -%}
    {{ return(adapter.dispatch('json_value', 'onepool')(object, name)) }}
{%- endmacro %}

{% macro duckdb__json_value(object, name) -%}
    json_extract_string({{ object }}, '$.{{ name }}')
{%- endmacro %}

{% macro spark__json_value(object, name) -%}
    get_json_object({{ object }}, '$.{{ name }}')
{%- endmacro %}

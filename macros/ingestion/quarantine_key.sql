{#- '<file id>:<row>', or '<file id>:file' for a whole file. -#}
{% macro quarantine_key(file_id, row_number) -%}
    {{ file_id }} || ':' || coalesce(cast({{ row_number }} as {{ dbt.type_string() }}), 'file')
{%- endmacro %}

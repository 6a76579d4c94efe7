{#- Seed rows as literals. The adapter's own way binds values as quoted text, which turns
    an empty cell into the word None and breaks on a quote. -#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set given_types = model['config'].get('column_types', {}) -%}
    {%- set sql -%}
        insert into {{ this.render() }}
        select
            {%- for name in agate_table.column_names %}
            cast({{ adapter.quote(name) }} as
            {{ given_types.get(name, adapter.convert_type(agate_table, loop.index0)) }})
            {{- "," if not loop.last }}
            {%- endfor %}
        from values
            {%- for row in agate_table.rows %}
            (
                {%- for value in row -%}
                {{ spark_text_literal(value) }}{{ ", " if not loop.last }}
                {%- endfor -%}
            ){{ "," if not loop.last }}
            {%- endfor %}
        as seed_rows ({{ agate_table.column_names | join(', ') }})
    {%- endset -%}
    {%- if agate_table.rows | length > 0 -%}
        {% do adapter.add_query(sql, abridge_sql_log=True) %}
    {%- endif -%}
    {{ return(sql) }}
{% endmacro %}


{% macro spark_text_literal(value) -%}
    {%- if value is none -%}
        null
    {%- else -%}
        '{{ value | string | replace("\\", "\\\\") | replace("'", "\\'") }}'
    {%- endif -%}
{%- endmacro %}

{#- Turns columns of a wide row into rows: `structs` is a list of {column: SQL}, one for
    each row that a row of the relation becomes. -#}
{% macro rows_of_columns(relation, keys, structs) -%}
    {{ return(adapter.dispatch('rows_of_columns', 'onepool')(relation, keys, structs)) }}
{%- endmacro %}

{% macro duckdb__rows_of_columns(relation, keys, structs) -%}
    select
        {{ keys | join(', ') }},
        unnest([
            {%- for struct in structs %}
            {
                {%- for name, sql in struct.items() %}
                '{{ name }}': {{ sql }}{{ "," if not loop.last }}
                {%- endfor %}
            }{{ "," if not loop.last }}
            {%- endfor %}
        ], max_depth := 2)
    from {{ relation }}
{%- endmacro %}

{% macro spark__rows_of_columns(relation, keys, structs) -%}
    select
        {{ keys | join(', ') }},
        inline(array(
            {%- for struct in structs %}
            named_struct(
                {%- for name, sql in struct.items() %}
                '{{ name }}', {{ sql }}{{ "," if not loop.last }}
                {%- endfor %}
            ){{ "," if not loop.last }}
            {%- endfor %}
        ))
    from {{ relation }}
{%- endmacro %}

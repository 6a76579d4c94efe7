{#- Turns columns of a wide row into rows: `structs` is a list of {column: SQL}, one for
    each row that a row of the relation becomes; `where` chooses rows of the relation. -#}
{% macro rows_of_columns(relation, keys, structs, where) -%}
    {{ return(adapter.dispatch('rows_of_columns', 'onepool')(relation, keys, structs, where)) }}
{%- endmacro %}

{% macro duckdb__rows_of_columns(relation, keys, structs, where) -%}
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
    where {{ where }}
{%- endmacro %}

{% macro spark__rows_of_columns(relation, keys, structs, where) -%}
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
    where {{ where }}
{%- endmacro %}

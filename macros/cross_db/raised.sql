{#- Stops the query with a text that was put together from the rows. -#}
{% macro raised(message) -%}
    {{ return(adapter.dispatch('raised', 'onepool')(message)) }}
{%- endmacro %}

{% macro duckdb__raised(message) -%}
    error({{ message }})
{%- endmacro %}

{% macro spark__raised(message) -%}
    raise_error({{ message }})
{%- endmacro %}


{#- The values of a group as one text, sorted. -#}
{% macro joined_text(value, separator=', ') -%}
    {{ return(adapter.dispatch('joined_text', 'onepool')(value, separator)) }}
{%- endmacro %}

{% macro duckdb__joined_text(value, separator) -%}
    string_agg({{ value }}, '{{ separator }}' order by {{ value }})
{%- endmacro %}

{% macro spark__joined_text(value, separator) -%}
    array_join(sort_array(collect_list({{ value }})), '{{ separator }}')
{%- endmacro %}

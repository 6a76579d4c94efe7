{#- A date so many calendar months later; the end of a month stays in its month. -#}
{% macro add_months(date_value, months) -%}
    {{ return(adapter.dispatch('add_months', 'onepool')(date_value, months)) }}
{%- endmacro %}

{% macro duckdb__add_months(date_value, months) -%}
    cast({{ date_value }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro spark__add_months(date_value, months) -%}
    add_months({{ date_value }}, cast({{ months }} as int))
{%- endmacro %}


{#- Whole calendar months from start to end, as ages are counted: a month is over on the
    day of its number. -#}
{% macro whole_months(start_date, end_date) -%}
    cast(
        (extract(year from {{ end_date }}) - extract(year from {{ start_date }})) * 12
        + extract(month from {{ end_date }}) - extract(month from {{ start_date }})
        - case
            when extract(day from {{ end_date }}) < extract(day from {{ start_date }}) then 1
            else 0
        end as integer
    )
{%- endmacro %}


{#- yyyy-MM of a date. -#}
{% macro year_and_month(date_value) -%}
    substr(cast({{ date_value }} as {{ dbt.type_string() }}), 1, 7)
{%- endmacro %}


{#- 1 to 12. -#}
{% macro month_number(date_value) -%}
    cast(extract(month from {{ date_value }}) as integer)
{%- endmacro %}

{% macro month_of(date_value) -%}
    cast(date_trunc('month', {{ date_value }}) as date)
{%- endmacro %}


{#- Calendar months from the first to the second date, as a count. -#}
{% macro months_between(first_date, second_date) -%}
    cast(
        (extract(year from {{ second_date }}) - extract(year from {{ first_date }})) * 12
        + extract(month from {{ second_date }}) - extract(month from {{ first_date }})
        as integer
    )
{%- endmacro %}


{#- The months that are over by as_of, the newest `count` of them: month, month_end. -#}
{% macro closed_months(count) -%}
    select
        {{ month_of('date_day') }} as month,
        date_day as month_end
    from ({{ date_rows(add_days(as_of_date(), -31 * count), as_of_date()) }}) as days
    where
        extract(day from {{ add_days('date_day', 1) }}) = 1
        and {{ months_between('date_day', add_days(as_of_date(), 1)) }} <= {{ count }}
{%- endmacro %}


{#- The window of RFM in whole months, for snapshots at month ends. -#}
{% macro rfm_window_months() -%}
    {{ return([(var('rfm_window_days') * 12 / 365) | round | int, 1] | max) }}
{%- endmacro %}

{#- Time macros. All timestamps in the warehouse are UTC without a zone; local text is
    read, and business dates are cut, in the time zone of var('business_time_zone'). -#}

{% macro local_to_utc(value, time_zone=none) -%}
    {%- set zone = time_zone or var('business_time_zone') -%}
    {{ return(adapter.dispatch('local_to_utc', 'onepool')(value, zone)) }}
{%- endmacro %}

{% macro duckdb__local_to_utc(value, zone) -%}
    timezone('UTC', timezone('{{ zone }}', {{ value }}))
{%- endmacro %}

{#- When clocks are put back an hour comes twice; the later one counts, as on DuckDB.
    Spark takes the earlier one, except when asked an hour ahead. -#}
{% macro spark__local_to_utc(value, zone) -%}
    greatest(
        to_utc_timestamp({{ value }}, '{{ zone }}'),
        to_utc_timestamp({{ value }} + interval 1 hour, '{{ zone }}') - interval 1 hour
    )
{%- endmacro %}


{#- Text of an instant with its offset. -#}
{% macro instant_to_utc(raw) -%}
    {{ return(adapter.dispatch('instant_to_utc', 'onepool')(raw)) }}
{%- endmacro %}

{% macro duckdb__instant_to_utc(raw) -%}
    timezone('UTC', try_cast({{ raw }} as timestamptz))
{%- endmacro %}

{% macro spark__instant_to_utc(raw) -%}
    try_cast({{ raw }} as timestamp)
{%- endmacro %}


{% macro business_date(utc_value) -%}
    {{ return(adapter.dispatch('business_date', 'onepool')(
        utc_value, var('business_time_zone')
    )) }}
{%- endmacro %}

{% macro duckdb__business_date(utc_value, zone) -%}
    cast(timezone('{{ zone }}', timezone('UTC', {{ utc_value }})) as date)
{%- endmacro %}

{% macro spark__business_date(utc_value, zone) -%}
    cast(from_utc_timestamp({{ utc_value }}, '{{ zone }}') as date)
{%- endmacro %}


{#- A count of microseconds since 1970 as a UTC timestamp. -#}
{% macro microseconds_to_timestamp(value) -%}
    {{ return(adapter.dispatch('microseconds_to_timestamp', 'onepool')(value)) }}
{%- endmacro %}

{% macro duckdb__microseconds_to_timestamp(value) -%}
    make_timestamp({{ value }})
{%- endmacro %}

{% macro spark__microseconds_to_timestamp(value) -%}
    timestamp_micros({{ value }})
{%- endmacro %}


{#- Whole days from start to end; both are dates. -#}
{% macro days_between(start_date, end_date) -%}
    {{ return(adapter.dispatch('days_between', 'onepool')(start_date, end_date)) }}
{%- endmacro %}

{% macro duckdb__days_between(start_date, end_date) -%}
    date_diff('day', {{ start_date }}, {{ end_date }})
{%- endmacro %}

{% macro spark__days_between(start_date, end_date) -%}
    cast(datediff({{ end_date }}, {{ start_date }}) as bigint)
{%- endmacro %}


{% macro add_days(date_value, days) -%}
    {{ return(adapter.dispatch('add_days', 'onepool')(date_value, days)) }}
{%- endmacro %}

{% macro duckdb__add_days(date_value, days) -%}
    cast({{ date_value }} + to_days(cast({{ days }} as integer)) as date)
{%- endmacro %}

{% macro spark__add_days(date_value, days) -%}
    date_add({{ date_value }}, cast({{ days }} as int))
{%- endmacro %}


{#- One row a date from first to last, both included, in column date_day. -#}
{% macro date_rows(first_date, last_date) -%}
    select {{ each_day(first_date, last_date) }} as date_day
{%- endmacro %}


{#- A row for each day from the first to the last, both included. -#}
{% macro each_day(first_date, last_date) -%}
    {{ return(adapter.dispatch('each_day', 'onepool')(first_date, last_date)) }}
{%- endmacro %}

{% macro duckdb__each_day(first_date, last_date) -%}
    cast(unnest(generate_series(
        cast({{ first_date }} as timestamp),
        cast({{ last_date }} as timestamp),
        interval 1 day
    )) as date)
{%- endmacro %}

{% macro spark__each_day(first_date, last_date) -%}
    explode(sequence(
        cast({{ first_date }} as date), cast({{ last_date }} as date), interval 1 day
    ))
{%- endmacro %}


{#- 1 = Monday ... 7 = Sunday. -#}
{% macro iso_weekday(date_value) -%}
    {{ return(adapter.dispatch('iso_weekday', 'onepool')(date_value)) }}
{%- endmacro %}

{% macro duckdb__iso_weekday(date_value) -%}
    cast(isodow({{ date_value }}) as integer)
{%- endmacro %}

{% macro spark__iso_weekday(date_value) -%}
    cast(weekday({{ date_value }}) + 1 as int)
{%- endmacro %}


{#- Hour of the day in the business time zone, 0 to 23. -#}
{% macro business_hour(utc_value) -%}
    {{ return(adapter.dispatch('business_hour', 'onepool')(
        utc_value, var('business_time_zone')
    )) }}
{%- endmacro %}

{% macro duckdb__business_hour(utc_value, zone) -%}
    cast(extract(hour from timezone('{{ zone }}', timezone('UTC', {{ utc_value }}))) as integer)
{%- endmacro %}

{% macro spark__business_hour(utc_value, zone) -%}
    cast(hour(from_utc_timestamp({{ utc_value }}, '{{ zone }}')) as int)
{%- endmacro %}

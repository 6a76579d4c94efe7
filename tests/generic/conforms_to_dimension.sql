{#- Every code is one of the dimension standard, or one of `also`. A dimension or level that
    the standard does not have fails with its name. Codes that sources write are reported;
    codes that the warehouse makes stop the build. -#}
{% test conforms_to_dimension(model, column_name, dimension, level=none, also=[]) %}
{{ config(severity='warn' if dimension in dimensions_of_sources() else 'error') }}
with

codes as (
    select distinct code
    from {{ ref('dim_calibers') }}
    where dimension = '{{ dimension }}'{% if level %} and level_name = '{{ level }}'{% endif %}
),

used as (
    select {{ column_name }} as code, count(*) as row_count
    from {{ model }}
    where {{ column_name }} is not null
    group by {{ column_name }}
)

select used.code, used.row_count
from used
left join codes on used.code = codes.code
where
    codes.code is null
    {%- for code in also %}
    and used.code != '{{ code }}'
    {%- endfor %}

union all

select
    'the standard has no dimension {{ dimension }}{{ " with level " ~ level if level }}' as code,
    cast(0 as bigint) as row_count
where not exists (
    select 1
    from {{ ref('dimensions') }}
    where
        dimension = '{{ dimension }}'
        {%- if level %}
        and concat('|', levels, '|') like '%|{{ level }}|%'
        {%- endif %}
)
{% endtest %}

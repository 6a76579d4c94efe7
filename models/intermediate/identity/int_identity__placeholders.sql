-- Hashes of values that forms, tills and programs write when there is none. Grain:
-- identifier type, value.
{{ config(materialized='table') }}

with

listed as (
    select * from {{ ref('identifier_placeholders') }}
),

times as (
    {%- for number in range(1, 37) %}
    select {{ number }} as number
    {{- " union all" if not loop.last }}
    {%- endfor %}
),

written as (
    select
        listed.identifier_type,
        repeat(listed.value, times.number) as value
    from listed
    inner join times on times.number between listed.repeats_from and listed.repeats_to
)

{% for type in identifier_columns() %}
select distinct
    '{{ type }}' as identifier_type,
    {{ keyed_hash(type, 'value') }} as identifier_hash
from written
where identifier_type in ('{{ type }}', 'all')
{{ "union all" if not loop.last }}
{%- endfor %}

-- Values that at least two and at most household_most_members persons show; more is a
-- shop, a dormitory or a filler. Grain: component, value.
{{ config(materialized='table') }}

with

counted as (
    select
        *,
        count(*) over (partition by value_key) as holder_count,
        min(component_key) over (partition by value_key) as first_holder_key,
        row_number() over (
            partition by value_key order by first_seen_at, component_key
        ) as place
    from {{ ref('int_households__shown_values') }}
),

second as (
    select
        value_key,
        first_seen_at as shared_from
    from counted
    where place = 2
)

select
    counted.component_key,
    counted.kind,
    counted.value_key,
    counted.first_holder_key,
    second.shared_from
from counted
inner join second on counted.value_key = second.value_key
where counted.holder_count <= {{ var('household_most_members') }}

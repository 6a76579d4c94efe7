-- A month of the journey opens with what the one before closed with, and the last one
-- closes with every member that is in the stage.
with

map as (
    select
        *,
        lag(closing) over (partition by journey_stage order by month) as last_closing,
        lead(month) over (partition by journey_stage order by month) is null as is_last
    from {{ ref('journey_map') }}
),

standing as (
    select
        journey_stage,
        count(*) as members
    from {{ ref('journey_stages') }}
    where is_current
    group by journey_stage
)

select
    map.month,
    map.journey_stage,
    map.opening,
    map.closing
from map
left join standing on map.journey_stage = standing.journey_stage
where
    map.opening != coalesce(map.last_closing, 0)
    or map.opening + map.entered - map.departed != map.closing
    or map.opening < 0
    or (map.is_last and map.closing != coalesce(standing.members, 0))

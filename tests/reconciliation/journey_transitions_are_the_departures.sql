-- Who leaves a stage goes to another: the transitions of a month are its departures.
with

moves as (
    select
        month,
        journey_stage,
        sum(members) as members
    from {{ ref('journey_transitions') }}
    group by month, journey_stage
)

select
    map.month,
    map.journey_stage,
    map.departed,
    moves.members
from {{ ref('journey_map') }} as map
left join moves
    on map.month = moves.month and map.journey_stage = moves.journey_stage
where map.departed != coalesce(moves.members, 0)

-- From which stage of the journey members went to which, month by month. Grain: month
-- up to as_of, stage left, stage entered; only moves that happened. The rate is over
-- the members who stood in the stage in the month, as in journey_map.
with

moves as (
    select
        {{ month_of('valid_to') }} as month,
        journey_stage,
        next_stage,
        count(*) as members,
        {{ median_of(
            'cast(' ~ days_between('valid_from', 'valid_to') ~ ' as double)'
        ) }} as median_days
    from {{ ref('journey_stages') }}
    where valid_to is not null
    group by {{ month_of('valid_to') }}, journey_stage, next_stage
)

select
    moves.month,
    moves.journey_stage,
    moves.next_stage,
    cast(moves.members as bigint) as members,
    cast(map.opening + map.entered as bigint) as members_in_stage,
    cast(moves.members as double) / nullif(map.opening + map.entered, 0)
        as transition_rate,
    moves.median_days as median_days_in_stage
from moves
inner join {{ ref('journey_map') }} as map
    on moves.month = map.month and moves.journey_stage = map.journey_stage

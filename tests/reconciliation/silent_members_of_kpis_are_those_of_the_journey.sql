-- The metric counts silence day by day, the map by month: on as_of they agree.
select
    map.closing,
    kpis.value
from {{ ref('journey_map') }} as map
inner join {{ ref('kpi_daily') }} as kpis
    on
        kpis.on_date = {{ as_of_date() }}
        and kpis.metric = 'silent_members'
        and kpis.slice_dimension = 'all'
where
    map.journey_stage = 'silent'
    and map.month = {{ month_of(as_of_date()) }}
    and map.closing != kpis.value

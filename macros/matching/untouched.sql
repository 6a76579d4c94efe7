{#- CTEs from `assigned` to `untouched`: members in the cells of the touched who were not
    touched themselves, each with the window of a touched one; turn 1 is the one that
    counts of a member. -#}
{% macro untouched_member_ctes() -%}
-- In any arm, also by a row that no experiment counts, or by a message alone.
met as (
    select
        {{ experiment_key() }} as experiment_key,
        member_id,
        assigned_at as touched_at
    from {{ ref('fct_assignments') }}
    where not is_deleted and member_id is not null
    union all
    select
        {{ experiment_key() }} as experiment_key,
        member_id,
        sent_at as touched_at
    from {{ ref('fct_sends') }}
    where
        not is_deleted
        and member_id is not null
        and coalesce(campaign_key, strategy_key) is not null
),

touched as (
    select
        experiment_key,
        member_id,
        min(touched_at) as touched_at
    from met
    where {{ computed_once() }}
    group by experiment_key, member_id
),

-- The places of a cell that may be needed: those of the touched in it are passed over.
touched_places as (
    select
        touched.experiment_key,
        cells.month,
        cells.cell,
        count(*) as members
    from touched
    inner join {{ ref('matching_cells') }} as cells
        on touched.member_id = cells.member_id
    group by touched.experiment_key, cells.month, cells.cell
),

wanted as (
    select
        assigned.experiment_key,
        assigned.campaign_key,
        assigned.strategy_key,
        assigned.arm,
        assigned.month,
        assigned.cell,
        count(*) as heads,
        {{ var('matching_controls') }} * count(*) + coalesce(max(touched_places.members), 0) as places
    from assigned
    left join touched_places
        on
            assigned.experiment_key = touched_places.experiment_key
            and assigned.month = touched_places.month
            and assigned.cell = touched_places.cell
    where assigned.cell is not null
    group by
        assigned.experiment_key,
        assigned.campaign_key,
        assigned.strategy_key,
        assigned.arm,
        assigned.month,
        assigned.cell
),

drawn as (
    select
        wanted.*,
        cells.member_id,
        cells.place,
        1 + (cells.place - 1) % wanted.heads as place_of_touched
    from wanted
    inner join {{ ref('matching_cells') }} as cells
        on
            wanted.month = cells.month
            and wanted.cell = cells.cell
            and wanted.places >= cells.place
),

untouched as (
    select
        drawn.experiment_key,
        drawn.campaign_key,
        drawn.strategy_key,
        drawn.arm,
        drawn.member_id,
        drawn.month,
        drawn.cell,
        assigned.assigned_at,
        assigned.pre_from,
        assigned.window_from,
        assigned.window_to,
        row_number() over (
            partition by drawn.experiment_key, drawn.arm, drawn.member_id
            order by drawn.place, drawn.month
        ) as turn
    from drawn
    inner join assigned
        on
            drawn.experiment_key = assigned.experiment_key
            and drawn.arm = assigned.arm
            and drawn.month = assigned.month
            and drawn.cell = assigned.cell
            and drawn.place_of_touched = assigned.place
    left join touched
        on
            drawn.experiment_key = touched.experiment_key
            and drawn.member_id = touched.member_id
    where coalesce(touched.touched_at >= assigned.window_to, true)
)
{%- endmacro %}

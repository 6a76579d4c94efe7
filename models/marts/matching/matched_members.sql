-- Touched members, and like members who were not touched in the same time, with what
-- they did before and after. Grain: experiment, arm, member, touched or not. An
-- untouched member of a cell takes the window of a touched one of it, in turn, so both
-- sides see the same days; it was not assigned to the campaign or strategy, nor sent
-- anything of it, before that window is over. Each stands once an arm, and at most
-- matching_controls of them for one touched. The cell of the touched is null when
-- nothing was known of them at the end of the month before.
with

assigned as (
    select
        assignments.experiment_key,
        assignments.campaign_key,
        assignments.strategy_key,
        assignments.arm,
        assignments.member_id,
        assignments.assigned_at,
        assignments.pre_from,
        assignments.window_from,
        assignments.window_to,
        assignments.month_before as month,
        cells.cell,
        cast(row_number() over (
            partition by
                assignments.experiment_key,
                assignments.arm,
                assignments.month_before,
                cells.cell
            order by assignments.assigned_at, assignments.member_id
        ) as bigint) as place
    from {{ ref('experiment_assignments') }} as assignments
    left join {{ ref('matching_cells') }} as cells
        on
            assignments.month_before = cells.month
            and assignments.member_id = cells.member_id
    where
        assignments.is_counted
        and assignments.arm != 'control'
        and not assignments.is_global_holdout
        and {{ computed_once() }}
),

{{ untouched_member_ctes() }},

compared as (
    {%- for relation in ['assigned', 'untouched'] %}
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        member_id,
        {{ 'true' if relation == 'assigned' else 'false' }} as is_touched,
        month,
        cell,
        assigned_at,
        pre_from,
        window_from,
        window_to
    from {{ relation }}
    {{ "union all" if not loop.last else "where turn = 1" }}
    {%- endfor %}
),

{{ matched_outcome_ctes() }}

select
    experiment_key,
    campaign_key,
    strategy_key,
    arm,
    member_id,
    is_touched,
    month,
    cell,
    assigned_at,
    window_from,
    window_to,
    case when orders > 0 then 1 else 0 end as conversion,
    orders,
    net_amount,
    pre_net_amount,
    recency_days
from outcomes

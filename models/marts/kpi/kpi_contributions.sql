-- Why a metric changed between two periods: what each part of its tree (seed
-- kpi_tree) contributed. Grain: comparison, period, tree, slice, part. The
-- contributions of a tree sum to the change of its parent, to the cent.
with

measured as (
    select
        period,
        starts_on,
        metric,
        slice_dimension,
        slice_value,
        value,
        sum(value) over (
            partition by period, metric, slice_dimension, slice_value
            order by starts_on
            rows between unbounded preceding and current row
        ) as value_so_far
    from {{ ref('kpi_periodic') }}
    where
        is_complete
        and slice_dimension in ('all', 'channel_code')
        and (
            metric in (select parent_metric from {{ ref('kpi_tree') }})
            or metric in (select child_metric from {{ ref('kpi_tree') }})
        )
        and {{ computed_once() }}
),

spans as (
    select distinct
        period,
        starts_on
    from measured
    where {{ computed_once() }}
),

pairs as (
    {%- for comparison, period, before in period_comparisons() %}
    select
        '{{ comparison }}' as comparison,
        later.period,
        later.starts_on,
        earlier.starts_on as compared_with
    from spans as later
    inner join spans as earlier
        on
            later.period = earlier.period
            and earlier.starts_on = {{ before }}
    where later.period = '{{ period }}'
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

moments as (
    select
        *,
        starts_on as value_on
    from pairs
    union all
    select
        *,
        compared_with as value_on
    from pairs
),

-- A slice without a row in one of the two periods keeps its row here.
changes as (
    select
        moments.comparison,
        moments.period,
        moments.starts_on,
        moments.compared_with,
        measured.metric,
        measured.slice_dimension,
        measured.slice_value,
        {{ value_of_moment('value', 'compared_with') }} as value_from,
        {{ value_of_moment('value', 'starts_on') }} as value_to,
        {{ value_of_moment('value_so_far', 'compared_with') }} as value_so_far_from,
        {{ value_of_moment('value_so_far', 'starts_on') }} as value_so_far_to
    from measured
    inner join moments
        on
            measured.period = moments.period
            and measured.starts_on = moments.value_on
    group by
        moments.comparison,
        moments.period,
        moments.starts_on,
        moments.compared_with,
        measured.metric,
        measured.slice_dimension,
        measured.slice_value
    having {{ computed_once() }}
),

{{ tree_parts('changes') }},

{{ tree_factors('parts') }}

select
    comparison,
    period,
    starts_on,
    compared_with,
    parent_metric,
    tree,
    operation,
    slice_dimension,
    slice_value,
    cast(step as integer) as step,
    child_metric,
    child_channel_code,
    method,
    parent_from,
    parent_to,
    parent_to - parent_from as parent_change,
    child_from,
    child_to,
    contribution,
    contribution / nullif(parent_to - parent_from, 0) as contribution_share
from contributed

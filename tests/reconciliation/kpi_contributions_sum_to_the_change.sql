-- The parts of a tree explain the whole change of their metric, to the cent, and the
-- metric is that of kpi_periodic.
with

trees as (
    select
        comparison,
        period,
        starts_on,
        parent_metric,
        tree,
        slice_dimension,
        slice_value,
        max(parent_change) as parent_change,
        max(parent_to) as parent_to,
        sum(contribution) as explained,
        count(contribution) as parts_explained,
        count(*) as parts
    from {{ ref('kpi_contributions') }}
    where method != 'no_value'
    group by
        comparison, period, starts_on, parent_metric, tree, slice_dimension, slice_value
)

select
    trees.*,
    kpis.value
from trees
left join {{ ref('kpi_periodic') }} as kpis
    on
        trees.period = kpis.period
        and trees.starts_on = kpis.starts_on
        and trees.parent_metric = kpis.metric
        and trees.slice_dimension = kpis.slice_dimension
        and trees.slice_value = kpis.slice_value
where
    trees.parts_explained != trees.parts
    or abs(trees.parent_change - trees.explained) > 0.005
    or abs(trees.parent_to - coalesce(kpis.value, 0)) > 0.005

-- Each row of the seed kpi_tree that cannot be computed, with what is wrong.
with

trees as (
    select
        *,
        count(*) over (partition by parent_metric, tree) as parts
    from {{ ref('kpi_tree') }}
),

cut_by_channel as (
    {%- set metrics = kpi_plan(['month'], false).metrics if execute else [] %}
    {%- for metric in metrics if 'channel_code' in metric.slices %}
    select '{{ metric.name }}' as metric
    union all
    {%- endfor %}
    select cast(null as {{ dbt.type_string() }}) as metric
)

select
    trees.parent_metric,
    trees.tree,
    trees.step,
    case
        when trees.by_channel and children.metric is null
            then concat(trees.child_metric, ' has no slice channel_code')
        when trees.by_channel and parents.metric is null
            then concat(trees.parent_metric, ' has no slice channel_code')
        when trees.operation = 'slices' and parents.metric is null
            then concat(trees.parent_metric, ' has no slice channel_code')
        when trees.operation = 'slices' and trees.child_metric != trees.parent_metric
            then 'slices are of the metric itself'
        when trees.step not between 1 and least(trees.parts, 4)
            then 'steps are counted from 1 without a gap, and there are four at most'
        when trees.operation in ('product', 'slices') and trees.sign != 1
            then 'a product and a sum of slices know no sign'
    end as problem
from trees
left join cut_by_channel as children on trees.child_metric = children.metric
left join cut_by_channel as parents on trees.parent_metric = parents.metric
where
    (trees.by_channel and (children.metric is null or parents.metric is null))
    or (
        trees.operation = 'slices'
        and (parents.metric is null or trees.child_metric != trees.parent_metric)
    )
    or trees.step not between 1 and least(trees.parts, 4)
    or (trees.operation in ('product', 'slices') and trees.sign != 1)

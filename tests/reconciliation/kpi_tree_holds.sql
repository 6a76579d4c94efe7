-- In every complete period and slice, a parent is what the seed kpi_tree makes of its
-- children. A product of which a source left out a part, such as orders reported
-- without visitors, cannot be made and is left out.
with

trees as (
    select
        *,
        count(*) over (partition by parent_metric, tree) as parts
    from {{ ref('kpi_tree') }}
    where operation in ('product', 'ratio', 'sum')
),

parts as (
    select
        trees.parent_metric,
        trees.tree,
        trees.operation,
        trees.step,
        trees.sign,
        trees.parts,
        parents.period,
        parents.starts_on,
        parents.slice_dimension,
        parents.slice_value,
        parents.value as parent_value,
        children.value as child_value
    from trees
    inner join {{ ref('kpi_periodic') }} as parents
        on
            trees.parent_metric = parents.metric
            and (
                parents.slice_dimension = 'all'
                or (trees.by_channel and parents.slice_dimension = 'channel_code')
            )
    left join {{ ref('kpi_periodic') }} as children
        on
            trees.child_metric = children.metric
            and parents.period = children.period
            and parents.starts_on = children.starts_on
            and parents.slice_dimension = children.slice_dimension
            and parents.slice_value = children.slice_value
    where parents.is_complete
),

factors as (
    select
        *,
        case
            when sign < 0 then 1 / nullif(child_value, 0) else child_value
        end as factor
    from parts
),

-- A tree with fewer factors is filled up with ones.
beside as (
    select
        parent_metric,
        tree,
        period,
        starts_on,
        slice_dimension,
        slice_value,
        max(parent_value) as parent_value,
        max(operation) as operation,
        {%- for step in range(1, 5) %}
        max(case
            when step = {{ step }} then factor
            when parts < {{ step }} then 1
        end) as factor_{{ step }},
        {%- endfor %}
        sum(sign * coalesce(child_value, 0)) as total
    from factors
    group by parent_metric, tree, period, starts_on, slice_dimension, slice_value
),

made as (
    select
        *,
        case operation
            when 'sum' then total
            else factor_1 * factor_2 * factor_3 * factor_4
        end as made_value
    from beside
)

select * from made
where
    (made_value is not null or operation = 'sum')
    and abs(coalesce(parent_value, 0) - coalesce(made_value, 0)) > 0.005

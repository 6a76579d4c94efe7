{#- The KPI tree: how the change of a metric is shared out among what it is made of. -#}


{#- (comparison, period, first day of the period compared with). A year of weeks is 52, so
    that weekdays meet. -#}
{% macro period_comparisons() -%}
    {{ return([
        ('week_on_week', 'week', add_days('later.starts_on', -7)),
        ('year_on_year', 'week', add_days('later.starts_on', -364)),
        ('month_on_month', 'month', add_months('later.starts_on', -1)),
        ('year_on_year', 'month', add_months('later.starts_on', -12)),
    ]) }}
{%- endmacro %}


{#- Value of a metric in one of the two periods of a pair. -#}
{% macro value_of_moment(value, moment) -%}
    max(case when moments.value_on = moments.{{ moment }} then measured.{{ value }} end)
{%- endmacro %}


{#- Parents with their parts, both with values of the two periods. A quantity that a slice
    does not have in a period is 0 when the company was measured in it; a rate that has no
    value in one of them is taken from the other, for it cannot have changed anything. -#}
{% macro tree_parts(changes) -%}
parents as (
    select
        trees.parent_metric,
        trees.tree,
        trees.operation,
        trees.step,
        trees.child_metric,
        trees.sign,
        case when trees.operation = 'slices' then 'slice' else 'metric' end as part_kind,
        changes.comparison,
        changes.period,
        changes.starts_on,
        changes.compared_with,
        changes.slice_dimension,
        changes.slice_value,
        {%- for side in ['from', 'to'] %}
        case
            when trees.operation = 'ratio' then changes.value_{{ side }}
            when company.value_{{ side }} is not null
                then coalesce(changes.value_{{ side }}, 0)
        end as parent_{{ side }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ changes }} as changes
    inner join {{ ref('kpi_tree') }} as trees on changes.metric = trees.parent_metric
    inner join {{ changes }} as company
        on
            changes.metric = company.metric
            and changes.comparison = company.comparison
            and changes.period = company.period
            and changes.starts_on = company.starts_on
            and company.slice_dimension = 'all'
    where
        (changes.slice_dimension = 'all' or trees.by_channel)
        and (changes.value_from is not null or changes.value_to is not null)
),

-- Under the slice of the parent: the same slice of another metric, or all channels of the
-- same one.
children as (
    select
        *,
        'metric' as part_kind,
        cast(null as {{ dbt.type_string() }}) as channel_code
    from {{ changes }}
    union all
    select
        comparison,
        period,
        starts_on,
        compared_with,
        metric,
        'all' as slice_dimension,
        'all' as slice_value,
        value_from,
        value_to,
        value_so_far_from,
        value_so_far_to,
        'slice' as part_kind,
        slice_value as channel_code
    from {{ changes }}
    where slice_dimension = 'channel_code'
),

parts as (
    select
        parents.*,
        children.channel_code as child_channel_code,
        case
            when parents.operation = 'stock' then 0
            when metrics.denominator = 'none' then coalesce(children.value_from, 0)
            else coalesce(children.value_from, children.value_to, 0)
        end as child_from,
        case
            when parents.operation = 'stock'
                then coalesce(children.value_so_far_to, 0)
                    - coalesce(children.value_so_far_from, 0)
            when metrics.denominator = 'none' then coalesce(children.value_to, 0)
            else coalesce(children.value_to, children.value_from, 0)
        end as child_to
    from parents
    inner join {{ ref('dim_metrics') }} as metrics
        on parents.child_metric = metrics.metric
    left join children
        on
            parents.child_metric = children.metric
            and parents.comparison = children.comparison
            and parents.period = children.period
            and parents.starts_on = children.starts_on
            and parents.slice_dimension = children.slice_dimension
            and parents.slice_value = children.slice_value
            and parents.part_kind = children.part_kind
)
{%- endmacro %}


{#- Shares the change out. Sums: the difference of each part. Products and ratios: the
    logarithmic mean Divisia index (Ang 2004, LMDI I), L(to, from) * ln(x_to / x_from)
    with L the logarithmic mean; where a value is zero or negative, which has no
    logarithm, the Shapley value, the average over all orders of changing one factor
    after the other. Both sum to the change. -#}
{% macro tree_factors(parts) -%}
{%- set tree = 'comparison, period, starts_on, parent_metric, tree, slice_dimension, slice_value' -%}
{%- set most = 4 -%}
factors as (
    select
        *,
        operation in ('product', 'ratio') as is_product,
        case when sign < 0 then 1 / nullif(child_from, 0) else child_from end as factor_from,
        case when sign < 0 then 1 / nullif(child_to, 0) else child_to end as factor_to
    from {{ parts }}
),

-- A tree with fewer factors is filled up with ones.
beside as (
    select
        *,
        least(
            parent_from,
            parent_to,
            min(child_from) over (partition by {{ tree }}),
            min(child_to) over (partition by {{ tree }})
        ) as least_value,
        {%- for step in range(1, most + 1) %}
        {%- for side in ['from', 'to'] %}
        coalesce(max(case when step = {{ step }} then factor_{{ side }} end)
            over (partition by {{ tree }}), 1) as {{ side }}_{{ step }}
        {{- "," if not (step == most and loop.last) }}
        {%- endfor %}
        {%- endfor %}
    from factors
),

methods as (
    select
        *,
        case
            when parent_from is null or parent_to is null then 'no_value'
            when not is_product then 'difference'
            when least_value > 0 then 'lmdi'
            else 'shapley'
        end as method,
        case
            when abs(parent_to - parent_from) <= 1e-9 * abs(parent_from)
                then (parent_to + parent_from) / 2
            when least_value > 0 then (parent_to - parent_from) / ln(parent_to / parent_from)
        end as logarithmic_mean
    from beside
),

contributed as (
    select
        *,
        case method
            when 'difference' then sign * (child_to - child_from)
            when 'lmdi' then logarithmic_mean * ln(factor_to / factor_from)
            when 'shapley' then case step
                {%- for step in range(1, most + 1) %}
                when {{ step }} then {{ shapley_value(step, most) }}
                {%- endfor %}
            end
        end as contribution
    from methods
)
{%- endmacro %}


{#- Shapley value of one factor of a product of `most`: over all sets of other factors that
    changed before it, the change it makes, weighted by the orders that lead there. -#}
{% macro shapley_value(step, most) -%}
    {%- set others = range(1, most + 1) | reject('equalto', step) | list -%}
    {%- set factorial = [1, 1, 2, 6, 24, 120] -%}
    {%- set terms = [] -%}
    {%- for changed in range(2 ** (most - 1)) -%}
        {%- set factors = [] -%}
        {%- set count = namespace(changed=0) -%}
        {%- for other in others -%}
            {%- if (changed // (2 ** loop.index0)) % 2 -%}
                {%- set count.changed = count.changed + 1 -%}
                {%- do factors.append('to_' ~ other) -%}
            {%- else -%}
                {%- do factors.append('from_' ~ other) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do terms.append(
            factorial[count.changed] * factorial[most - 1 - count.changed] ~ ' * '
            ~ factors | join(' * ')
        ) -%}
    {%- endfor -%}
    (to_{{ step }} - from_{{ step }}) * ({{ terms | join(' + ') }}) / {{ factorial[most] }}
{%- endmacro %}

-- Two calibers of one number on the same days, and what makes the difference. Grain:
-- day, metric, other metric, slice, step. amount adds up over the steps to delta; what
-- no named step explains is shown as unexplained.
with

steps as (
    select * from {{ ref('dim_metric_comparisons') }}
),

parts as (
    {%- for part, where in [
        ('metric', 'step_no = 1'), ('other_metric', 'step_no = 1'), ('step', 'sign != 0')
    ] %}
    select
        metric,
        other_metric,
        part_count,
        {{ part }} as part
    from steps
    where {{ where }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

figures as (
    select
        parts.metric,
        parts.other_metric,
        parts.part_count,
        parts.part,
        kpis.on_date,
        kpis.slice_dimension,
        kpis.slice_value,
        kpis.caliber_version,
        kpis.value,
        kpis.numerator,
        kpis.denominator
    from parts
    inner join {{ ref('kpi_daily') }} as kpis on parts.part = kpis.metric
),

-- Slices by which both metrics are cut, and all that explains them.
shared_slices as (
    select
        metric,
        other_metric,
        slice_dimension
    from figures
    group by metric, other_metric, slice_dimension
    having count(distinct part) = max(part_count)
),

sides as (
    select
        figures.metric,
        figures.other_metric,
        figures.on_date,
        figures.slice_dimension,
        figures.slice_value,
        {{ figure_of('metric', 'caliber_version') }} as caliber_version,
        {{ figure_of('metric', 'value') }} as value,
        {{ figure_of('metric', 'numerator') }} as numerator,
        {{ figure_of('metric', 'denominator') }} as denominator,
        {{ figure_of('other_metric', 'caliber_version') }} as other_caliber_version,
        {{ figure_of('other_metric', 'value') }} as other_value,
        {{ figure_of('other_metric', 'numerator') }} as other_numerator,
        {{ figure_of('other_metric', 'denominator') }} as other_denominator
    from figures
    inner join shared_slices
        on
            figures.metric = shared_slices.metric
            and figures.other_metric = shared_slices.other_metric
            and figures.slice_dimension = shared_slices.slice_dimension
    where figures.part = figures.metric or figures.part = figures.other_metric
    group by
        figures.metric,
        figures.other_metric,
        figures.on_date,
        figures.slice_dimension,
        figures.slice_value
),

{{ comparison_amounts('steps', 'sides', 'figures') }}

select
    on_date,
    metric,
    other_metric,
    relation,
    caliber_version,
    other_caliber_version,
    slice_dimension,
    slice_value,
    value,
    other_value,
    delta,
    step_no,
    step,
    amount
from explained

-- How much of what tests hold is true, by build, one dimension at a time. Grain: build,
-- slice. A view, so that it also shows the build that has just ended. Slices of one
-- dimension add up to the slice all.
{{ config(materialized='view') }}
{% set dimensions = [
    'tier', 'severity', 'layer', 'source_system', 'kind', 'owner', 'subject'
] %}
with

runs as (
    select * from {{ ref('test_runs') }}
),

sliced as (
    select
        'all' as slice_dimension,
        'all' as slice_value,
        runs.*
    from runs
    {%- for dimension in dimensions %}
    union all
    select
        '{{ dimension }}' as slice_dimension,
        coalesce(runs.{{ dimension }}, 'none') as slice_value,
        runs.*
    from runs
    {%- endfor %}
),

counted as (
    select
        build_id,
        slice_dimension,
        slice_value,
        count(*) as tests,
        sum(case when is_passed then 1 else 0 end) as passed,
        sum(case when is_failed and tier = 'structural' then 1 else 0 end)
            as structural_failures,
        sum(case when is_failed and tier = 'logical' then 1 else 0 end)
            as logical_failures,
        sum(case when not is_passed and not is_failed then 1 else 0 end) as not_run,
        sum(case when is_failed then failures else 0 end) as failing_rows
    from sliced
    group by build_id, slice_dimension, slice_value
),

rated as (
    select
        *,
        passed * 1.0 / nullif(tests - not_run, 0) as pass_rate
    from counted
)

select
    build_id,
    slice_dimension,
    slice_value,
    cast(tests as bigint) as tests,
    cast(passed as bigint) as passed,
    cast(structural_failures as bigint) as structural_failures,
    cast(logical_failures as bigint) as logical_failures,
    cast(not_run as bigint) as not_run,
    cast(failing_rows as bigint) as failing_rows,
    cast(pass_rate as double) as pass_rate,
    cast(
        lag(pass_rate) over (
            partition by slice_dimension, slice_value order by build_id
        ) as double
    ) as previous_pass_rate,
    case
        when structural_failures > 0 then 'red'
        when logical_failures > 0 or not_run > 0 then 'amber'
        else 'green'
    end as light
from rated

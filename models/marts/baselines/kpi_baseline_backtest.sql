-- How well the baselines of a series have judged its past: how often a day lay in the
-- band, how often lights turned, and whether a change of 20 % to the bad side would
-- have turned a light red within three days. Grain: metric, slice. Every run of three
-- ordinary days is tried as the place of such a break; what the broken days themselves
-- would have done to the baseline is left out, as `onepool bench-baselines` has it in.
{%- set rules = baseline_rules() %}
with

judged as (
    select
        *,
        (
            case when direction = 'down' then 1.2 else 0.8 end * value - expected
        ) / nullif(scale, 0) as broken_z,
        case when direction = 'down' then 1 else -1 end as bad_side,
        day_class = 'ordinary' and light is not null as is_ordinary
    from {{ ref('kpi_baselines') }}
),

-- A stock changes on the first day of a break only.
broken as (
    select
        *,
        bad_side * broken_z as first_z,
        bad_side * case
            when method = 'daily_change' then lead(robust_z, 1) over days
            else lead(broken_z, 1) over days
        end as second_z,
        bad_side * case
            when method = 'daily_change' then lead(robust_z, 2) over days
            else lead(broken_z, 2) over days
        end as third_z,
        bad_side * lag(robust_z, 1) over days as day_before_z,
        bad_side * lag(robust_z, 2) over days as second_day_before_z,
        is_ordinary
        and lead(is_ordinary, 1) over days
        and lead(is_ordinary, 2) over days as is_tried
    from judged
    window days as (
        partition by metric, slice_dimension, slice_value order by on_date
    )
),

tried as (
    select
        *,
        first_z >= {{ rules.red }} or (
            first_z > 0
            and first_z + day_before_z + second_day_before_z
            >= {{ rules.red }} * sqrt(3.0)
        ) as is_red_at_once,
        second_z >= {{ rules.red }} or (
            second_z > 0
            and second_z + first_z + day_before_z >= {{ rules.red }} * sqrt(3.0)
        ) or third_z >= {{ rules.red }} or (
            third_z > 0
            and third_z + second_z + first_z >= {{ rules.red }} * sqrt(3.0)
        ) as is_red_later
    from broken
)

select
    metric,
    slice_dimension,
    slice_value,
    count(*) as days,
    count(light) as lit_days,
    min(case when light is not null then on_date end) as first_lit_on,
    avg(case
        when light is not null and abs(expected) > 1e-9 then scale / abs(expected)
    end) as relative_scale,
    avg(
        case when light is not null then
                case when value between lower and upper then 1 else 0 end
        end
    ) as coverage,
    count(case when day_class != 'ordinary' then light end) as lit_event_days,
    avg(
        case when light is not null and day_class != 'ordinary' then
                case when value between lower and upper then 1 else 0 end
        end
    ) as event_coverage,
    30 * avg(
        case when light is not null then
                case when light = 'red' then 1 else 0 end
        end
    ) as red_a_month,
    30 * avg(
        case when light is not null then
                case when light = 'amber' then 1 else 0 end
        end
    ) as amber_a_month,
    count(case when is_tried then 1 end) as breaks_tried,
    avg(case when is_tried then case when is_red_at_once then 1 else 0 end end)
        as caught_at_once,
    avg(
        case when is_tried then
                case when is_red_at_once or is_red_later then 1 else 0 end
        end
    ) as caught_in_3_days
from tried
group by metric, slice_dimension, slice_value

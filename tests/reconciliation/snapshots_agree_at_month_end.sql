-- When as_of is the end of a month and the window holds the same days, what is told by
-- the day and what is told by the month agree: scores, segments, stages and layers.
with

by_day as (
    select
        lifecycle.member_id,
        lifecycle.lifecycle_stage,
        lifecycle.value_layer,
        scores.stable_segment_code,
        scores.class_code,
        scores.monetary_score
    from {{ ref('member_lifecycle') }} as lifecycle
    left join {{ ref('rfm_scores') }} as scores
        on lifecycle.member_id = scores.member_id
    where lifecycle.lifecycle_stage != 'prospect'
),

by_month as (
    select
        states.member_id,
        states.lifecycle_stage,
        states.value_layer,
        states.rfm_segment,
        states.rfm_class,
        rfm.monetary_score
    from {{ ref('member_states') }} as states
    left join {{ ref('rfm_monthly') }} as rfm
        on states.member_id = rfm.member_id and states.month = rfm.month
    where states.month = {{ month_of(as_of_date()) }}
)

select
    by_day.member_id as member_by_day,
    by_month.member_id as member_by_month
from by_day
full outer join by_month on by_day.member_id = by_month.member_id
where
    extract(day from {{ add_days(as_of_date(), 1) }}) = 1
    and {{ add_days(as_of_date(), 1 - var('rfm_window_days')) }}
    = {{ month_of(add_days(as_of_date(), 2 - var('rfm_window_days'))) }}
    and (
        by_day.member_id is null
        or by_month.member_id is null
        or by_day.lifecycle_stage != by_month.lifecycle_stage
        or by_day.value_layer != by_month.value_layer
        or coalesce(by_day.stable_segment_code, '')
        != coalesce(by_month.rfm_segment, '')
        or coalesce(by_day.class_code, '') != coalesce(by_month.rfm_class, '')
        or coalesce(by_day.monetary_score, 0) != coalesce(by_month.monetary_score, 0)
    )

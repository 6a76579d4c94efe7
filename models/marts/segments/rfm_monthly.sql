-- RFM at the end of each closed month. Grain: member with an order in the window and
-- month. segment_code is the segment of the scores; stable_segment_code is held back at
-- boundaries: it follows only when the values are beyond the boundary by a margin
-- (rfm_hysteresis_margin), or have been for rfm_hysteresis_snapshots month ends.
{% set by_member = 'partition by member_id order by month' -%}
with

given as (
    select
        *,
        month_end as snapshot_on
    from {{ ref('lifecycle_monthly') }}
    where window_orders > 0
),

snapshots as (
    select * from {{ ref('rfm_snapshots') }} where snapshot_kind = 'month' and is_scored
),

bounds as (
    {{ rfm_bounds('month') }}
),

cells as (
    {{ rfm_cells() }}
),

classes as (
    select * from {{ ref('rfm_classes') }}
),

scored as (
    {{ rfm_scored('given', 'recency_days', 'window_orders', 'window_net_amount') }}
),

mapped as (
    {{ rfm_mapped('scored') }}
),

-- Snapshots of a member that follow each other without a gap.
followed as (
    select
        *,
        {{ months_between('lag(month) over (' ~ by_member ~ ')', 'month') }} = 1
            as is_followed,
        {%- for back in range(1, [var('rfm_hysteresis_snapshots'), 3] | max) %}
        lag(segment_code, {{ back }}) over ({{ by_member }}) as segment_{{ back }}_ago,
        {%- endfor %}
        lag(month, 2) over ({{ by_member }}) as month_2_ago
    from mapped
),

confirmed as (
    select
        *,
        case
            when
                not coalesce(is_followed, false)
                or is_firm
                or (
                    true
                    {%- for back in range(1, var('rfm_hysteresis_snapshots')) %}
                    and segment_code = segment_{{ back }}_ago
                    {%- endfor %}
                )
                then segment_code
        end as confirmed_code
    from followed
),

held as (
    select
        *,
        {{ last_known('confirmed_code', by_member) }} as stable_segment_code
    from confirmed
)

select
    member_id,
    month,
    month_end,
    recency_days,
    window_orders as order_count,
    window_net_amount as monetary_amount,
    recency_score,
    frequency_score,
    monetary_score,
    segment_code,
    stable_segment_code,
    class_code,
    coalesce(
        {{ months_between('month_2_ago', 'month') }} = 2
        and segment_code = segment_2_ago
        and segment_code != segment_1_ago,
        false
    ) as is_flap
from held

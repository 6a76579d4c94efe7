-- Recency, frequency and monetary value of buyers in the window before as_of. Grain:
-- member with a valid order in the window. Equal values get equal scores; a higher
-- score is better in all three. Without enough data (rfm_snapshots) scores are null and
-- unscored_reason says why.
with

given as (
    select
        *,
        {{ as_of_date() }} as snapshot_on
    from {{ ref('purchase_summaries') }}
    where window_orders > 0
),

snapshots as (
    select * from {{ ref('rfm_snapshots') }} where snapshot_kind = 'as_of'
),

bounds as (
    {{ rfm_bounds('as_of') }}
),

cells as (
    {{ rfm_cells() }}
),

classes as (
    select * from {{ ref('rfm_classes') }}
),

-- What the last closed month held the member to.
held as (
    select
        member_id,
        stable_segment_code
    from {{ ref('rfm_monthly') }}
    where month in (select max(month) from {{ ref('rfm_monthly') }})
),

scored as (
    {{ rfm_scored('given', 'recency_days', 'window_orders', 'window_net_amount') }}
),

mapped as (
    {{ rfm_mapped('scored') }}
)

select
    mapped.member_id,
    mapped.recency_days,
    mapped.window_orders as order_count,
    mapped.window_net_amount as monetary_amount,
    mapped.recency_score,
    mapped.frequency_score,
    mapped.monetary_score,
    mapped.segment_code,
    mapped.segment_name,
    case
        when mapped.segment_code is null or mapped.is_firm
            then mapped.segment_code
        else coalesce(held.stable_segment_code, mapped.segment_code)
    end as stable_segment_code,
    mapped.class_code,
    mapped.unscored_reason
from mapped
left join held on mapped.member_id = held.member_id

-- How often members go to another RFM segment and back, with the segments held back at
-- boundaries and without. Grain: month. A flap is a segment that was the same two
-- months before and another one a month before.
with

plain as (
    select
        month,
        count(*) as members,
        sum(case when is_flap then 1 else 0 end) as flaps,
        sum(case when segment_code != stable_segment_code then 1 else 0 end) as held
    from {{ ref('rfm_monthly') }}
    group by month
),

stable as (
    select
        month,
        sum(case when is_flap then 1 else 0 end) as flaps
    from {{ ref('member_states') }}
    where rfm_segment is not null
    group by month
)

select
    plain.month,
    plain.members,
    cast(plain.held as bigint) as held_members,
    cast(plain.flaps as bigint) as flaps_without_hysteresis,
    cast(stable.flaps as bigint) as flaps,
    cast(plain.flaps as double) / plain.members as flap_rate_without_hysteresis,
    cast(stable.flaps as double) / plain.members as flap_rate
from plain
inner join stable on plain.month = stable.month

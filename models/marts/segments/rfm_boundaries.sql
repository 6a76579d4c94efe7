-- Where each score starts in each snapshot, so that a score can be explained and given
-- again. Grain: snapshot, dimension, score. With quantile cut points (rfm_cut_points)
-- equal values are one: their score is that of the middle of their ranks, so that a
-- value held by all says neither good nor bad. A score that ties leave out has no row.
{% set bins = var('rfm_bins') -%}
{% if var('rfm_cut_points') not in ['quantile', 'fixed'] or bins < 2 -%}
{{ exceptions.raise_compiler_error(
    "rfm_cut_points is quantile or fixed, and rfm_bins 2 or more"
) }}
{%- endif -%}
with

given as (
    {{ rfm_values() }}
),

scored_snapshots as (
    select
        snapshot_kind,
        snapshot_on,
        buyers
    from {{ ref('rfm_snapshots') }}
    where is_scored
),

distinct_values as (
    {%- for dimension in ['recency', 'frequency', 'monetary'] %}
    select
        given.snapshot_kind,
        given.snapshot_on,
        scored_snapshots.buyers,
        '{{ dimension }}' as dimension,
        given.{{ dimension }} as goodness,
        count(*) as members
    from given
    inner join scored_snapshots
        on
            given.snapshot_kind = scored_snapshots.snapshot_kind
            and given.snapshot_on = scored_snapshots.snapshot_on
    group by
        given.snapshot_kind,
        given.snapshot_on,
        scored_snapshots.buyers,
        given.{{ dimension }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),
{% if var('rfm_cut_points') == 'quantile' %}
ranked as (
    select
        *,
        sum(members) over (
            partition by snapshot_kind, snapshot_on, dimension
            order by goodness
            rows between unbounded preceding and current row
        ) as members_up_to
    from distinct_values
),

scored as (
    select
        *,
        cast(1 + floor(
            (2 * members_up_to - members) * {{ bins }} / (2.0 * buyers)
        ) as integer) as score
    from ranked
),

boundaries as (
    select
        snapshot_kind,
        snapshot_on,
        dimension,
        score,
        min(goodness) as starts_at,
        sum(members) as members
    from scored
    group by snapshot_kind, snapshot_on, dimension, score
)
{% else %}
thresholds as (
    select
        dimension,
        score,
        case when dimension = 'recency' then -starts_at else starts_at end as starts_at
    from {{ ref('rfm_thresholds') }}
    union all
    select distinct
        dimension,
        1 as score,
        cast(null as double) as starts_at
    from {{ ref('rfm_thresholds') }}
),

ranges as (
    select
        *,
        lead(starts_at) over (partition by dimension order by score) as ends_before
    from thresholds
),

boundaries as (
    select
        scored_snapshots.snapshot_kind,
        scored_snapshots.snapshot_on,
        ranges.dimension,
        ranges.score,
        ranges.starts_at,
        coalesce(sum(distinct_values.members), 0) as members
    from ranges
    cross join scored_snapshots
    left join distinct_values
        on
            scored_snapshots.snapshot_kind = distinct_values.snapshot_kind
            and scored_snapshots.snapshot_on = distinct_values.snapshot_on
            and ranges.dimension = distinct_values.dimension
            and distinct_values.goodness >= coalesce(ranges.starts_at, -1e18)
            and distinct_values.goodness < coalesce(ranges.ends_before, 1e18)
    group by
        scored_snapshots.snapshot_kind,
        scored_snapshots.snapshot_on,
        ranges.dimension,
        ranges.score,
        ranges.starts_at
)
{% endif %}
select
    snapshot_kind,
    snapshot_on,
    dimension,
    cast(score as integer) as score,
    case when dimension = 'recency' then 0 - starts_at else starts_at end as starts_at,
    cast(members as bigint) as members,
    '{{ var("rfm_cut_points") }}' as cut_points
from boundaries

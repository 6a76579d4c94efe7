-- What each RFM snapshot rests on, whether it may be scored, and why not. Grain:
-- snapshot: as_of, and the end of each closed month. There is none before the pool has
-- members; the one of as_of is told even when nobody has bought.
with

given as (
    {{ rfm_values() }}
),

facts as (
    select
        snapshot_kind,
        snapshot_on,
        count(*) as buyers,
        min(first_order_on) as first_order_on,
        avg(-recency) as recency_mean,
        avg(frequency) as frequency_mean,
        sum(cast(monetary as decimal(18, 2))) as monetary_sum,
        {{ percentile('-recency', 0.5) }} as recency_median,
        {{ percentile('frequency', 0.5) }} as frequency_median,
        {{ percentile('monetary', 0.5) }} as monetary_median
    from given
    group by snapshot_kind, snapshot_on
),

pool as (
    select
        'as_of' as snapshot_kind,
        {{ as_of_date() }} as snapshot_on,
        count(*) as members
    from {{ ref('dim_members') }}
    having count(*) > 0
),

snapshots as (
    select
        coalesce(facts.snapshot_kind, pool.snapshot_kind) as snapshot_kind,
        coalesce(facts.snapshot_on, pool.snapshot_on) as snapshot_on,
        coalesce(facts.buyers, 0) as buyers,
        coalesce(
            {{ days_between('facts.first_order_on', 'facts.snapshot_on') }} + 1, 0
        ) as history_days,
        {%- if var('rfm_class_split') == 'median' %}
        facts.recency_median as recency_split,
        facts.frequency_median as frequency_split,
        facts.monetary_median as monetary_split
        {%- else %}
        facts.recency_mean as recency_split,
        facts.frequency_mean as frequency_split,
        cast(facts.monetary_sum as double) / facts.buyers as monetary_split
        {%- endif %}
    from facts
    full outer join pool
        on
            facts.snapshot_kind = pool.snapshot_kind
            and facts.snapshot_on = pool.snapshot_on
),

judged as (
    select
        *,
        case
            when buyers = 0 then 'no_buyers'
            when buyers < {{ var('rfm_min_buyers') }} then 'too_few_buyers'
            when history_days < {{ var('rfm_min_history_days') }}
                then 'too_short_history'
        end as unscored_reason
    from snapshots
)

select
    snapshot_kind,
    snapshot_on,
    buyers,
    history_days,
    unscored_reason is null as is_scored,
    unscored_reason,
    recency_split,
    frequency_split,
    monetary_split
from judged

-- Which system to believe in which field, measured, beside the hand-written trust. The
-- table is marts.source_trust; a model and a seed cannot share a name. Grain: channel,
-- field.
{{ config(alias='source_trust') }}

with

counts as (
    select * from {{ ref('fct_source_fields') }}
),

rates as (
    select
        *,
        cast(filled_count as double) / nullif(account_count, 0) as completeness,
        cast(masked_count as double) / nullif(delivered_count, 0) as masked_rate,
        cast(filled_count as double) / nullif(filled_count + invalid_count, 0)
            as validity,
        cast(expected_true_count as double) / nullif(compared_count, 0) as truth,
        round(
            {{ wilson_bound('expected_true_count', 'compared_count', 'lower') }}, 9
        ) as truth_lower,
        round(
            {{ wilson_bound('expected_true_count', 'compared_count', 'upper') }}, 9
        ) as truth_upper,
        compared_count >= {{ var('least_comparisons') }} as is_measured
    from counts
),

believed as (
    select
        *,
        round(validity * truth_lower, 9) as believability
    from rates
),

-- Of the channels measured in the field: how true the less trusted surely are, and how
-- true the more trusted can be at most.
contested as (
    select
        own.channel_code,
        own.field,
        max(case when other.trust > own.trust then other.truth_lower end)
            as less_trusted_truth,
        min(case when other.trust < own.trust then other.truth_upper end)
            as more_trusted_truth
    from believed as own
    inner join believed as other on own.field = other.field
    where own.is_measured and other.is_measured
    group by own.channel_code, own.field
),

ranked as (
    select
        channel_code,
        field,
        cast(rank() over (partition by field order by believability desc) as bigint)
            as measured_rank
    from believed
    where is_measured
)

select
    believed.channel_code,
    believed.field,
    believed.account_count,
    believed.filled_count,
    believed.compared_count,
    believed.completeness,
    believed.masked_rate,
    believed.validity,
    believed.truth,
    believed.truth_lower,
    believed.truth_upper,
    cast(believed.agreeing_pair_count as double) / nullif(believed.pair_count, 0)
        as agreement,
    cast(believed.contradicted_count as double) / nullif(believed.compared_count, 0)
        as conflict_rate,
    cast(believed.fresh_count as double) / nullif(believed.filled_count, 0)
        as freshness,
    cast(believed.age_days_sum as double) / nullif(believed.filled_count, 0)
        as mean_age_days,
    cast(believed.golden_count as double) / nullif(believed.filled_count, 0)
        as golden_rate,
    believed.believability,
    case
        when not believed.is_measured then null
        when believed.believability >= 0.95 then 'A'
        when believed.believability >= 0.85 then 'B'
        when believed.believability >= 0.70 then 'C'
        else 'D'
    end as grade,
    ranked.measured_rank,
    believed.trust as seed_trust,
    believed.is_verified,
    case
        when not believed.is_measured then 'too_few'
        when contested.less_trusted_truth > believed.truth_upper then 'trusted_too_much'
        when contested.more_trusted_truth < believed.truth_lower
            then 'trusted_too_little'
        else 'as_measured'
    end as verdict
from believed
left join contested
    on
        believed.channel_code = contested.channel_code
        and believed.field = contested.field
left join ranked
    on believed.channel_code = ranked.channel_code and believed.field = ranked.field

-- What content before a campaign goes with: members whom it touched against members
-- whom it did not, within lifecycle stages. Grain: campaign, and all. The difference
-- is that of Mantel and Haenszel, its variance that of Greenland and Robins (1985).
-- Nobody drew who sees content, so that no row proves an effect: members who look at
-- content may be the ones who buy anyway.
{% set least_on_a_side = 10 -%}
with

strata as (
    select
        campaign_key,
        stratum,
        sum(case when is_touched then 1.0e0 else 0.0e0 end) as touched,
        sum(case when is_touched then 0.0e0 else 1.0e0 end) as untouched,
        sum(case when is_touched and orders > 0 then 1.0e0 else 0.0e0 end)
            as touched_buyers,
        sum(case when not is_touched and orders > 0 then 1.0e0 else 0.0e0 end)
            as untouched_buyers
    from {{ ref('pre_positioned_members') }}
    where not is_censored
    group by campaign_key, stratum
),

weighted as (
    select
        *,
        touched * untouched / (touched + untouched) as weight,
        coalesce(touched_buyers / nullif(touched, 0), 0.0e0) as touched_rate,
        coalesce(untouched_buyers / nullif(untouched, 0), 0.0e0) as untouched_rate
    from strata
),

sliced as (
    select
        campaign_key,
        touched,
        untouched,
        touched_buyers,
        untouched_buyers,
        weight,
        touched_rate,
        untouched_rate
    from weighted
    union all
    select
        'all' as campaign_key,
        touched,
        untouched,
        touched_buyers,
        untouched_buyers,
        weight,
        touched_rate,
        untouched_rate
    from weighted
),

summed as (
    select
        campaign_key,
        sum(touched) as touched,
        sum(untouched) as untouched,
        sum(touched_buyers) as touched_buyers,
        sum(untouched_buyers) as untouched_buyers,
        sum(case when weight > 0 then 1 else 0 end) as compared_strata,
        sum(case when weight > 0 then touched + untouched else 0 end)
            as compared_members,
        sum(weight * (touched_rate - untouched_rate)) / nullif(sum(weight), 0)
            as adjusted_difference,
        sqrt(sum(
            weight * weight * (
                touched_rate * (1 - touched_rate) / nullif(touched, 0)
                + untouched_rate * (1 - untouched_rate) / nullif(untouched, 0)
            )
        )) / nullif(sum(weight), 0) as standard_error
    from sliced
    group by campaign_key
)

select
    campaign_key,
    cast(touched as bigint) as touched_members,
    cast(untouched as bigint) as untouched_members,
    cast(touched_buyers as bigint) as touched_buyers,
    cast(untouched_buyers as bigint) as untouched_buyers,
    touched_buyers / nullif(touched, 0) as touched_buyer_rate,
    untouched_buyers / nullif(untouched, 0) as untouched_buyer_rate,
    touched_buyers / nullif(touched, 0) - untouched_buyers / nullif(untouched, 0)
        as crude_difference,
    adjusted_difference,
    case
        when least(touched, untouched) >= {{ least_on_a_side }}
            then adjusted_difference - 1.959964 * standard_error
    end as adjusted_difference_low,
    case
        when least(touched, untouched) >= {{ least_on_a_side }}
            then adjusted_difference + 1.959964 * standard_error
    end as adjusted_difference_high,
    cast(compared_strata as bigint) as compared_strata,
    cast(compared_members as bigint) as compared_members,
    case
        when compared_strata = 0 then 'none'
        when least(touched, untouched) < {{ var('least_comparisons') }} then 'weak'
        else 'matched'
    end as evidence_grade
from summed

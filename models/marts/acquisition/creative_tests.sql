-- Which variant of a test is best, and which may stop. Grain: test of two variants or
-- more, variant. A winner is best with a chance of 95 %; a variant may stop when its
-- chance is below 1 %; before least_comparisons trials nothing is advised.
with

tested as (
    select
        *,
        count(*) over (partition by test_key) as variants
    from {{ ref('creative_variants') }}
),

compared as (
    select * from tested
    where variants >= 2
),

chances as (
    {{ probability_best('compared') }}
),

judged as (
    select
        compared.*,
        chances.integral,
        chances.probability_best,
        sum(compared.trials) over (partition by compared.test_key) as test_trials,
        row_number() over (
            partition by compared.test_key
            order by round(chances.probability_best, 9) desc, compared.variant_key
        ) as place,
        max(case
            when
                chances.probability_best >= 0.95
                and compared.trials >= {{ var('least_comparisons') }}
                then compared.variant_key
        end) over (partition by compared.test_key) as winner_key
    from compared
    inner join chances
        on
            compared.test_key = chances.test_key
            and compared.variant_key = chances.variant_key
)

select
    test_kind,
    test_key,
    variant_key,
    cast(variants as bigint) as variants,
    trials,
    hits,
    cast(hits as double) / trials as rate,
    {{ wilson_bound('hits', 'trials') }} as rate_low,
    {{ wilson_bound('hits', 'trials', 'upper') }} as rate_high,
    cost_amount,
    cast(cost_amount as double) / nullif(hits, 0) as cost_per_hit,
    probability_best,
    integral as raw_probability_best,
    cast(place as bigint) as place,
    winner_key,
    case
        when trials < {{ var('least_comparisons') }} then 'too_early'
        when variant_key = winner_key then 'winner'
        when probability_best < 0.01 then 'stop'
        else 'go_on'
    end as advice,
    test_kind = 'media' as is_confounded,
    first_on,
    last_on
from judged

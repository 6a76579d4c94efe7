-- Cells of every strategy hold the whole pool once, nobody is in two of touched, held
-- out and never touched, and what the eligible are worth is the sum of these.
with

pool as (
    select count(*) as members from {{ ref('member_lifecycle') }}
),

covered as (
    select
        strategy_key,
        sum(pool_members) as members,
        min(never_touched_members) as least_never_touched,
        max(coverage_of_eligible) as most_coverage,
        sum(eligible_amount) as eligible_amount,
        sum(touched_eligible_amount + held_out_eligible_amount + never_touched_amount)
            as parts_amount
    from {{ ref('strategy_coverage') }}
    group by strategy_key
)

select
    covered.strategy_key,
    covered.members,
    pool.members as pool_members,
    covered.eligible_amount,
    covered.parts_amount
from covered
cross join pool
where
    covered.members != pool.members
    or covered.least_never_touched < 0
    or covered.most_coverage > 1
    or covered.eligible_amount != covered.parts_amount

-- Cells of every strategy hold the whole pool once, and nobody is in two of touched,
-- held out and never touched.
with

pool as (
    select count(*) as members from {{ ref('member_lifecycle') }}
),

covered as (
    select
        strategy_key,
        sum(pool_members) as members,
        min(never_touched_members) as least_never_touched,
        max(coverage_of_eligible) as most_coverage
    from {{ ref('strategy_coverage') }}
    group by strategy_key
)

select
    covered.strategy_key,
    covered.members,
    pool.members as pool_members
from covered
cross join pool
where
    covered.members != pool.members
    or covered.least_never_touched < 0
    or covered.most_coverage > 1

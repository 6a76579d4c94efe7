-- At every month end, the heads of the lifecycle ledger are those of the pool.
with

ledger as (
    select
        {{ add_days(month_of(add_days('month', 31)), -1) }} as month_end,
        sum(members) as members
    from {{ ref('segment_migrations') }}
    where scheme = 'lifecycle_stage' and to_code != 'outside'
    group by month
),

pool as (
    select
        on_date,
        sum(closing) as members
    from {{ ref('pool_daily') }}
    group by on_date
)

select
    ledger.month_end,
    ledger.members,
    pool.members as pool_members
from ledger
left join pool on ledger.month_end = pool.on_date
where ledger.members != coalesce(pool.members, 0)

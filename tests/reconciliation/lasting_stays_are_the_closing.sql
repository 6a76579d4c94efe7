-- The stays that last are those with which the ledger of migration closes, prospects
-- among them.
with

closings as (
    select
        scheme,
        to_code as code,
        sum(members) as members
    from {{ ref('segment_migrations') }}
    where
        month in (select max(month) from {{ ref('segment_migrations') }})
        and to_code not in ('outside', 'unknown')
    group by scheme, to_code
)

select
    coalesce(closings.scheme, dwells.scheme) as scheme,
    coalesce(closings.code, dwells.code) as code,
    closings.members,
    dwells.lasting_stays
from closings
full outer join {{ ref('segment_dwells') }} as dwells
    on closings.scheme = dwells.scheme and closings.code = dwells.code
where coalesce(closings.members, 0) != coalesce(dwells.lasting_stays, 0)

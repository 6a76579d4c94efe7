-- A cap that decides for most groups says the same bid for all of them: set
-- bid_cap_amount or bid_cap_multiple anew.
{{ config(severity='warn') }}
select
    scheme,
    count(*) as groups,
    sum(case when is_capped then 1 else 0 end) as capped_groups
from {{ ref('bid_guidance') }}
group by scheme
having sum(case when is_capped then 1 else 0 end) * 2 > count(*)

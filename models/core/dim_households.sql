-- Households of members, see bridge_household_members. The id is that of its oldest
-- member's, so it stays while that member does. Grain: household.
select
    household_id,
    max(case when is_first then member_id end) as first_member_id,
    count(*) as member_count,
    max(case when shares_phone then 1 else 0 end) = 1 as shares_phone,
    max(case when shares_email then 1 else 0 end) = 1 as shares_email,
    max(case when shares_address then 1 else 0 end) = 1 as shares_address,
    min(shared_from) as shared_from
from {{ ref('bridge_household_members') }}
group by household_id

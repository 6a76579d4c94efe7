-- Members who live together as far as values they share tell. A member has one
-- household at most: all who share a value directly or by others are one, unless that
-- makes more than household_most_members, who then have none. Nobody is merged. Grain:
-- member in a household.
with

members as (
    select
        components.component_key,
        max(accounts.member_id) as member_id,
        min(components.first_seen_at) as first_seen_at
    from {{ ref('bridge_member_accounts') }} as accounts
    inner join {{ ref('int_identity__components') }} as components
        on accounts.account_key = components.account_key
    where accounts.is_current
    group by components.component_key
),

shared as (
    select
        component_key,
        max(case when kind = 'phone' then 1 else 0 end) = 1 as shares_phone,
        max(case when kind = 'email' then 1 else 0 end) = 1 as shares_email,
        max(case when kind = 'address' then 1 else 0 end) = 1 as shares_address,
        min(shared_from) as shared_from
    from {{ ref('int_households__shared_values') }}
    group by component_key
),

grouped as (
    select
        members.member_id,
        shared.shares_phone,
        shared.shares_email,
        shared.shares_address,
        shared.shared_from,
        count(*) over (partition by households.component_key) as member_count,
        first_value(members.member_id) over (
            partition by households.component_key
            order by members.first_seen_at, members.member_id
        ) as first_member_id
    from {{ ref('int_households__groups') }} as households
    inner join members on households.node_key = members.component_key
    inner join shared on households.node_key = shared.component_key
)

select
    member_id,
    {{ member_id("'household:' || first_member_id") }} as household_id,
    member_id = first_member_id as is_first,
    shares_phone,
    shares_email,
    shares_address,
    shared_from
from grouped
where member_count between 2 and {{ var('household_most_members') }}

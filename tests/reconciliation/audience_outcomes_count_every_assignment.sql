-- The arms of an audience hold every member who was assigned to it, and their reached
-- members and buyers are no more than its members.
with

assigned as (
    select
        assignments.campaign_key,
        count(distinct assignments.member_id) as members
    from {{ ref('fct_assignments') }} as assignments
    inner join {{ ref('dim_campaigns') }} as campaigns
        on assignments.campaign_key = campaigns.campaign_key
    where
        campaigns.kind = 'audience'
        and not assignments.is_deleted
        and not assignments.has_conflicting_arms
    group by assignments.campaign_key
),

shown as (
    select
        campaign_key,
        sum(member_count) as members,
        min(member_count - greatest(reached_count, buyer_count)) as rest
    from {{ ref('audience_outcomes') }}
    group by campaign_key
)

select
    campaigns.campaign_key,
    assigned.members,
    shown.members as members_shown,
    shown.rest
from {{ ref('dim_campaigns') }} as campaigns
left join assigned on campaigns.campaign_key = assigned.campaign_key
left join shown on campaigns.campaign_key = shown.campaign_key
where
    campaigns.kind = 'audience'
    and (
        shown.campaign_key is null
        or coalesce(assigned.members, 0) != shown.members
        or shown.rest < 0
    )

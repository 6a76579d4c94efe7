-- Every member who is not erased stands in one stage of the journey.
select
    members.member_id,
    count(stages.member_id) as current_stages
from {{ ref('dim_members') }} as members
left join {{ ref('journey_stages') }} as stages
    on members.member_id = stages.member_id and stages.is_current
where
    not members.is_erased
    and {{ business_date('members.first_seen_at') }} <= {{ as_of_date() }}
group by members.member_id
having count(stages.member_id) != 1

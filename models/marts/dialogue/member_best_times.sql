-- When and by which channel to address a member. Grain: member. The evidence says whose
-- behaviour decided: the member's own, that of the lifecycle stage, or that of all.
select
    hours.member_id,
    hours.best_hour,
    hours.evidence as hour_evidence,
    hours.events as hour_evidence_events,
    hours.expected_share as hour_expected_share,
    channels.best_channel,
    channels.evidence as channel_evidence,
    channels.sends as channel_evidence_sends,
    channels.expected_response_rate as channel_expected_response_rate
from {{ ref('member_best_hours') }} as hours
left join {{ ref('member_best_channels') }} as channels
    on hours.member_id = channels.member_id

-- What may be done with a member, wide. Grain: member. Nothing is permitted that was
-- not agreed to: no row in member_consents is no.
{%- set dialogue_channels = [
    'one_to_one', 'group', 'official_account', 'sms', 'push', 'popup', 'call'
] %}

with

consents as (
    select
        member_id,
        purpose || '_' || dialogue_channel as consent,
        is_granted
    from {{ ref('member_consents') }}
),

granted as (
    select
        member_id,
        {%- for channel in dialogue_channels %}
        max(case when consent = 'marketing_{{ channel }}' then is_granted end)
            as by_{{ channel }},
        {%- endfor %}
        max(case when consent = 'marketing_all' then is_granted end) as by_any,
        max(case when consent = 'profiling_all' then is_granted end) as profiling,
        max(case when consent = 'sharing_all' then is_granted end) as sharing
    from consents
    group by member_id
)

select
    members.member_id,
    coalesce(granted.profiling, false) as may_profile,
    coalesce(granted.sharing, false) as may_share,
    {%- for channel in dialogue_channels %}
    coalesce(granted.by_{{ channel }}, granted.by_any, false)
        as may_market_by_{{ channel }},
    {%- endfor %}
    members.is_erased
from {{ ref('dim_members') }} as members
left join granted on members.member_id = granted.member_id

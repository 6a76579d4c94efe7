-- Whether a member can be addressed as a rule wants to, and what stands against it.
-- Grain: member who is not erased, dialogue channel and purpose that a rule has.
with

ways as (
    select distinct
        dialogue_channel,
        purpose
    from {{ ref('automation_rules') }}
),

accounts as (
    select distinct
        accounts.member_id,
        coalesce(
            channels.dialogue_channel,
            case accounts.channel_code when 'app' then 'push' end
        ) as dialogue_channel
    from {{ ref('dim_accounts') }} as accounts
    inner join {{ ref('dim_channels') }} as channels
        on accounts.channel_code = channels.channel_code
    where accounts.member_id is not null
),

held_out as (
    select distinct member_id
    from {{ ref('experiment_assignments') }}
    where is_global_holdout and arm = 'control'
)

select
    members.member_id,
    ways.dialogue_channel,
    ways.purpose,
    case
        when
            ways.purpose = 'marketing'
            and not coalesce(case ways.dialogue_channel
                {%- for channel in [
                    'one_to_one', 'group', 'official_account', 'sms', 'push', 'popup',
                    'call'
                ] %}
                when '{{ channel }}' then permissions.may_market_by_{{ channel }}
                {%- endfor %}
            end, false)
            then 'consent'
        when ways.purpose = 'marketing' and held_out.member_id is not null
            then 'holdout'
        when ways.dialogue_channel in ('sms', 'call') and members.phone_hash is null
            then 'no_phone'
        when
            ways.dialogue_channel not in ('sms', 'call')
            and accounts.member_id is null
            then 'no_account'
    end as obstacle
from {{ ref('dim_members') }} as members
cross join ways
left join {{ ref('member_permissions') }} as permissions
    on members.member_id = permissions.member_id
left join accounts
    on
        members.member_id = accounts.member_id
        and ways.dialogue_channel = accounts.dialogue_channel
left join held_out on members.member_id = held_out.member_id
where not members.is_erased

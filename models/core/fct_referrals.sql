-- Accounts that members brought in. Grain: referral. is_self marks one whose two
-- accounts turned out to be one member.
{{ fact_config('int_referrals__unioned', 'referral_key') }}

with

accounts as (
    {{ accounts_of_members() }}
),

{% if is_incremental() -%}
changed as (
    select referral_key from {{ ref('int_referrals__unioned') }}
    where {{ is_new() }}
    union
    select built.referral_key
    from {{ this }} as built
    left join accounts as inviters
        on built.inviter_account_key = inviters.account_key
    left join accounts as invitees
        on built.invitee_account_key = invitees.account_key
    where
        coalesce(built.inviter_member_id, '') != coalesce(inviters.member_id, '')
        or coalesce(built.invitee_member_id, '') != coalesce(invitees.member_id, '')
),

{% endif -%}
considered as (
    select * from {{ ref('int_referrals__unioned') }}
    {%- if is_incremental() %}
    where referral_key in (select referral_key from changed)
    {%- endif %}
)

select
    considered.referral_key,
    inviters.member_id as inviter_member_id,
    invitees.member_id as invitee_member_id,
    considered.inviter_account_key,
    considered.invitee_account_key,
    considered.channel_code,
    considered.task,
    considered.reward_amount,
    coalesce(inviters.member_id = invitees.member_id, false) as is_self,
    considered.is_deleted,
    considered.occurred_at,
    {{ business_date('considered.occurred_at') }} as occurred_on,
    {{ batch_id() }} as _batch_id
from considered
left join accounts as inviters
    on considered.inviter_account_key = inviters.account_key
left join accounts as invitees
    on considered.invitee_account_key = invitees.account_key

-- What was spent on single members: messages sent, coupons redeemed, rewards for
-- referrals. Grain: kind, source row. Media and other costs that belong to nobody stand
-- in fct_costs. A view, for it says nothing that its facts do not.
{{ config(materialized='view') }}

with

loyal_members as (
    select
        member_id,
        min(valid_from) as loyal_from
    from {{ ref('fct_member_tiers') }}
    where reason = 'upgrade' and member_id is not null
    group by member_id
),

costs as (
    select
        'send' as kind,
        send_key as source_key,
        member_id,
        channel_code,
        cost_amount as amount,
        sent_at as occurred_at
    from {{ ref('fct_sends') }}
    where not is_deleted and cost_amount is not null
    union all
    select
        'coupon' as kind,
        coupon_key as source_key,
        member_id,
        channel_code,
        face_amount as amount,
        redeemed_at as occurred_at
    from {{ ref('fct_coupons') }}
    where not is_deleted and redeemed_at is not null and face_amount is not null
    union all
    select
        'referral' as kind,
        referral_key as source_key,
        inviter_member_id as member_id,
        channel_code,
        reward_amount as amount,
        occurred_at
    from {{ ref('fct_referrals') }}
    where not is_deleted and not is_self and reward_amount is not null
)

select
    costs.kind,
    costs.source_key,
    costs.member_id,
    costs.channel_code,
    costs.amount,
    coalesce(loyal_members.loyal_from <= costs.occurred_at, false) as is_loyal,
    costs.occurred_at,
    {{ business_date('costs.occurred_at') }} as occurred_on
from costs
left join loyal_members on costs.member_id = loyal_members.member_id

-- What ties a member to us. Grain: member. Of several tiers held at a time the newest
-- counts. Points are burnt oldest first, so what expires soon is what the lots that
-- expire later cannot account for.
with

rules as (
    {{ label_rules(['points_expiring_days', 'evidence_days']) }}
),

balances as (
    select
        points.member_id,
        sum(points.points) as points_balance,
        sum(points.points) - sum(
            case
                when
                    points.points > 0
                    and coalesce(
                        points.expires_on
                        > {{ add_days(as_of_date(), 'rules.points_expiring_days') }},
                        true
                    )
                    then points.points
                else 0
            end
        ) as points_expiring,
        bool_or(points.kind = 'burn') as is_benefit_user
    from {{ ref('fct_points') }} as points
    cross join rules
    where
        not points.is_deleted
        and points.member_id is not null
        and points.occurred_on <= {{ as_of_date() }}
    group by points.member_id
),

tiers as (
    select
        member_id,
        tier as member_tier,
        row_number() over (
            partition by member_id order by valid_from desc, tier_key asc
        ) as place
    from {{ ref('fct_member_tiers') }}
    where is_current and member_id is not null
),

inviters as (
    select
        inviter_member_id as member_id,
        count(*) as invited
    from {{ ref('fct_referrals') }}
    where
        not is_deleted
        and not is_self
        and inviter_member_id is not null
        and occurred_on <= {{ as_of_date() }}
    group by inviter_member_id
),

active_days as (
    select
        days.member_id,
        sum(case when days.is_first_of_day then 1 else 0 end) as buying,
        count(distinct case when days.interaction_count > 0 then days.on_date end)
            as interacting
    from {{ ref('fct_member_days') }} as days
    cross join rules
    where
        days.on_date >= {{ first_day_of_window('rules.evidence_days') }}
        and days.on_date <= {{ as_of_date() }}
    group by days.member_id
),

computed as (
    select
        members.member_id,
        tiers.member_tier,
        cast(balances.points_balance as bigint) as points_balance,
        cast(case
            when balances.points_expiring > 0 then balances.points_expiring
            when balances.member_id is not null then 0
        end as bigint) as points_expiring,
        coalesce(balances.is_benefit_user, false) as is_benefit_user,
        case
            when active_days.buying >= 6 and active_days.interacting >= 6 then 'high'
            when active_days.buying >= 2 then 'middle'
            when active_days.buying > 0 or active_days.interacting > 0 then 'low'
        end as loyalty_level,
        case
            when balances.points_balance >= 2000 then '2000+'
            when balances.points_balance >= 500 then '500-1999'
            when balances.points_balance >= 100 then '100-499'
            when balances.points_balance is not null then '0-99'
        end as points_band,
        case
            when inviters.invited >= 10 then 'ambassador'
            when inviters.invited >= 3 then 'promoter'
            when inviters.invited is not null then 'inviter'
        end as inviter_level
    from {{ ref('dim_members') }} as members
    left join tiers on members.member_id = tiers.member_id and tiers.place = 1
    left join balances on members.member_id = balances.member_id
    left join inviters on members.member_id = inviters.member_id
    left join active_days on members.member_id = active_days.member_id
    where not members.is_erased
)

select
    {{ permitted_labels('loyalty') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id

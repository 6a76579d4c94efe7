-- Where a member came from. Grain: member. The source is the first account that was
-- registered, or, for guests, the first trace; codes, stores and employees are those
-- of the first account that names one.
with

accounts as (
    select
        accounts.*,
        channels.ownership,
        row_number() over (
            partition by accounts.member_id
            order by
                case when accounts.is_registered then 0 else 1 end,
                coalesce(accounts.registered_at, accounts.first_seen_at),
                accounts.account_key
        ) as place
    from {{ ref('dim_accounts') }} as accounts
    left join {{ ref('dim_channels') }} as channels
        on accounts.channel_code = channels.channel_code
    where accounts.member_id is not null
),

people as (
    select
        member_id,
        bool_or(has_name) as has_name,
        bool_or(has_phone) as has_phone,
        min_by(channel_code, place) as source_channel,
        min_by(acquired_qr_key, case when acquired_qr_key is not null then place end)
            as qr_key,
        min_by(
            acquired_store_key, case when acquired_store_key is not null then place end
        ) as source_store,
        min_by(
            acquired_employee_key,
            case when acquired_employee_key is not null then place end
        ) as source_employee,
        bool_or(channel_code = 'alliance' and place = 1) as is_alliance_origin,
        case
            when min(ownership) = max(ownership) then min(ownership) else 'both'
        end as pool_ownership,
        count(distinct channel_code) as channel_count,
        min(registered_at) as registered_at
    from accounts
    group by member_id
),

computed as (
    select
        people.*,
        members.first_channel_code as first_touch_channel,
        codes.medium as source_medium,
        codes.community as source_community,
        codes.placement as source_placement,
        codes.placer as source_placer,
        stores.dealer_id as source_dealer,
        coalesce(codes.medium = 'package', false) as is_packaging_origin,
        {{ year_and_month(business_date('people.registered_at')) }} as seed_wave
    from people
    inner join {{ ref('dim_members') }} as members
        on people.member_id = members.member_id
    left join {{ ref('dim_qr_codes') }} as codes on people.qr_key = codes.qr_key
    left join {{ ref('dim_stores') }} as stores
        on people.source_store = stores.store_key
)

select
    {{ permitted_labels('identity') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id
where not permissions.is_erased

-- How many buyers of platform channels also have an account in a channel of our own,
-- and what did they pay?
with

platform_buyers as (
    select
        orders.member_id,
        orders.channel_code,
        sum(orders.net_amount) as net_amount
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('dim_channels') }} as channels
        on orders.channel_code = channels.channel_code
    where
        orders.is_valid
        and orders.member_id is not null
        and channels.ownership = 'platform'
    group by orders.member_id, orders.channel_code
),

own_members as (
    select distinct bridge.member_id
    from {{ ref('bridge_member_accounts') }} as bridge
    inner join {{ ref('dim_channels') }} as channels
        on bridge.channel_code = channels.channel_code
    where bridge.is_current and channels.ownership = 'own'
)

select
    platform_buyers.channel_code,
    count(*) as buyers,
    count(own_members.member_id) as buyers_with_own_account,
    sum(platform_buyers.net_amount) as net_amount,
    sum(case when own_members.member_id is not null then platform_buyers.net_amount end)
        as net_amount_with_own_account
from platform_buyers
left join own_members on platform_buyers.member_id = own_members.member_id
group by platform_buyers.channel_code
order by buyers desc, platform_buyers.channel_code asc

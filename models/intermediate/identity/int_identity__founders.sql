-- Accounts that were the first trace of a member when they appeared, with the id of
-- that member: of those of one person the oldest has the id of now, the absorbed ones
-- have the id they would have kept. Grain: founding account.
with

founders as (
    select
        account_key,
        channel_code,
        component_key,
        first_seen_at,
        account_key = first_account_key as is_first,
        {{ member_id('account_key') }} as founded_id
    from {{ ref('int_identity__components') }}
    where joined_components = 0
),

members as (
    select * from {{ ref('int_identity__members') }}
),

live as (
    select distinct member_id from members
)

select
    founders.account_key,
    founders.channel_code,
    founders.component_key,
    founders.first_seen_at,
    founders.is_first,
    members.member_id as current_member_id,
    case
        when founders.is_first then members.member_id
        -- A member may go on under the id that an absorbed account gave it.
        when live.member_id is null then founders.founded_id
        else {{ member_id("'absorbed:' || founders.account_key") }}
    end as member_id
from founders
inner join members on founders.account_key = members.account_key
left join live on founders.founded_id = live.member_id

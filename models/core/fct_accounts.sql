-- Accounts with the member they belong to and the day they were first seen. Grain:
-- account. A view, for it says nothing that the bridge and dim_accounts do not. The
-- first trace is no validity: an account that moved to another member was seen before.
{{ config(materialized='view') }}

select
    accounts.account_key,
    accounts.member_id,
    accounts.channel_code,
    channels.ownership,
    accounts.is_registered,
    members.channel_count > 1 as is_of_several_channels,
    accounts.is_current,
    traces.first_seen_at,
    {{ business_date('traces.first_seen_at') }} as first_seen_on
from {{ ref('bridge_member_accounts') }} as accounts
inner join {{ ref('dim_members') }} as members
    on accounts.member_id = members.member_id
inner join {{ ref('dim_accounts') }} as traces
    on accounts.account_key = traces.account_key
left join {{ ref('dim_channels') }} as channels
    on accounts.channel_code = channels.channel_code
where accounts.is_latest

-- Accounts with the member they belong to and the day they were first seen. Grain:
-- account. A view, for it says nothing that the bridge does not.
{{ config(materialized='view') }}

select
    accounts.account_key,
    accounts.member_id,
    accounts.channel_code,
    channels.ownership,
    accounts.is_registered,
    members.channel_count > 1 as is_of_several_channels,
    accounts.is_current,
    accounts.first_seen_at,
    {{ business_date('accounts.first_seen_at') }} as first_seen_on
from {{ ref('bridge_member_accounts') }} as accounts
inner join {{ ref('dim_members') }} as members
    on accounts.member_id = members.member_id
left join {{ ref('dim_channels') }} as channels
    on accounts.channel_code = channels.channel_code
where accounts.is_latest

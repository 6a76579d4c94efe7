-- Which member every account belongs to. Grain: member, account, validity.
with

components as (
    select * from {{ ref('int_identity__components') }}
),

accounts as (
    select * from {{ ref('int_identity__accounts') }}
),

erasures as (
    select * from {{ ref('int_identity__erasures') }}
)

select
    {{ member_id('components.first_account_key') }} as member_id,
    components.channel_code,
    accounts.account_id,
    components.account_key,
    accounts.is_registered,
    components.first_seen_at as valid_from,
    erasures.erased_at as valid_to,
    erasures.erased_at is null as is_current
from components
inner join accounts on components.account_key = accounts.account_key
left join erasures on components.component_key = erasures.component_key

-- Every account of a staged profile, order or interaction belongs to exactly one
-- member.
with

staged as (
    select account_key from {{ ref('int_accounts__unioned') }} where not is_deleted
    union
    select account_key from {{ ref('int_orders__unioned') }}
    where account_key is not null and not is_deleted
    union
    select account_key from {{ ref('int_interactions__unioned') }}
    where account_key is not null and not is_deleted
),

bridge as (
    select account_key from {{ ref('bridge_member_accounts') }} where is_latest
)

select
    staged.account_key as staged_account_key,
    bridge.account_key as bridge_account_key
from staged
full outer join bridge
    on staged.account_key = bridge.account_key
where staged.account_key is null or bridge.account_key is null

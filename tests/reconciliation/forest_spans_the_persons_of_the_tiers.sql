-- The accepted links connect exactly the accounts that the guarded tiers put together,
-- so their forest explains every member. Accounts that stand alone are in neither. The
-- tiers hold the blocks that the last build made.
with

tiers as (
    select
        account_key,
        min(account_key) over (partition by component_key) as tiers_key,
        count(*) over (partition by component_key) as accounts
    from {{ ref('int_identity__tier3_persons') }}
),

forest as (
    select
        account_key,
        min(account_key) over (partition by component_key) as forest_key,
        count(*) over (partition by component_key) as accounts
    from {{ ref('int_identity__components') }}
),

tiers_joined as (
    select * from tiers where accounts > 1
),

forest_joined as (
    select forest.*
    from forest
    inner join {{ ref('int_identity__open_accounts') }} as opened
        on forest.account_key = opened.account_key
    where forest.accounts > 1
)

select
    coalesce(tiers_joined.account_key, forest_joined.account_key) as account_key,
    tiers_joined.tiers_key,
    forest_joined.forest_key
from tiers_joined
full outer join forest_joined
    on tiers_joined.account_key = forest_joined.account_key
where
    tiers_joined.tiers_key is null
    or forest_joined.forest_key is null
    or tiers_joined.tiers_key <> forest_joined.forest_key

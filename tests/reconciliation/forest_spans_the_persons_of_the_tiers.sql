-- The accepted links connect exactly the accounts that the guarded tiers put together,
-- so their forest explains every member. Accounts that stand alone are in neither. The
-- tiers hold the blocks that the last build opened; it got to the end with those that
-- are closed now. A build of a part of the models may have opened others since.
with

done as (
    select opened.account_key
    from {{ ref('int_identity__open_accounts') }} as opened
    inner join {{ ref('int_identity__blocks') }} as blocks
        on opened.account_key = blocks.account_key
    where not blocks.is_open
),

tiers as (
    select
        persons.account_key,
        min(persons.account_key) over (partition by persons.component_key) as tiers_key,
        count(*) over (partition by persons.component_key) as accounts
    from {{ ref('int_identity__tier3_persons') }} as persons
    inner join done on persons.account_key = done.account_key
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
    inner join done on forest.account_key = done.account_key
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

-- The component of every account and its place in it. joined_components counts the
-- components that the account touched when it appeared: 0 founds one, 1 joins one, more
-- merge them. Grain: account.
{{ config(materialized='table') }}

with

accounts as (
    select * from {{ ref('int_identity__accounts') }}
),

forest as (
    select * from {{ ref('int_identity__forest') }}
),

ends as (
    select
        left_key as account_key,
        component_key
    from forest
    union
    select
        right_key as account_key,
        component_key
    from forest
),

joins as (
    select
        right_key as account_key,
        count(*) as joined_components,
        min(identifier_type) as cause
    from forest
    group by right_key
),

placed as (
    select
        accounts.account_key,
        accounts.channel_code,
        accounts.first_seen_at,
        coalesce(ends.component_key, accounts.account_key) as component_key,
        coalesce(joins.joined_components, 0) as joined_components,
        joins.cause
    from accounts
    left join ends on accounts.account_key = ends.account_key
    left join joins on accounts.account_key = joins.account_key
)

select
    *,
    row_number() over (
        partition by component_key order by first_seen_at, account_key
    ) as account_rank,
    first_value(account_key) over (
        partition by component_key order by first_seen_at, account_key
    ) as first_account_key,
    first_value(channel_code) over (
        partition by component_key order by first_seen_at, account_key
    ) as first_channel_code
from placed

-- First and last trace of each account in orders and interactions. Grain: account.
{{ config(materialized='table') }}

with

orders as (
    select
        account_key,
        channel_code,
        min(ordered_at) as first_activity_at,
        max(ordered_at) as last_activity_at
    from {{ ref('int_orders__unioned') }}
    where account_key is not null and not is_deleted
    group by account_key, channel_code
),

interactions as (
    select
        account_key,
        channel_code,
        min(occurred_at) as first_activity_at,
        max(occurred_at) as last_activity_at
    from {{ ref('int_interactions__unioned') }}
    where account_key is not null and not is_deleted
    group by account_key, channel_code
),

traces as (
    select * from orders
    union all
    select * from interactions
)

select
    account_key,
    min(channel_code) as channel_code,
    min(first_activity_at) as first_activity_at,
    max(last_activity_at) as last_activity_at
from traces
group by account_key

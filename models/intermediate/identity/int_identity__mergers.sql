-- Members that were absorbed into an older one. An account that touches k components
-- when it appears absorbs k - 1 of them. Founders of a component, oldest first, are
-- absorbed in the order of these events; the oldest founder stays. Grain: absorbed
-- founder.
with

components as (
    select * from {{ ref('int_identity__components') }}
),

absorbed as (
    select
        account_key,
        channel_code,
        component_key,
        first_account_key,
        row_number() over (
            partition by component_key order by first_seen_at, account_key
        ) as place
    from components
    where joined_components = 0 and account_key != first_account_key
),

numbers as (
    select row_number() over (order by account_key) as number
    from absorbed
),

merging as (
    select
        components.component_key,
        components.first_seen_at as merged_at,
        components.account_key as merging_account_key,
        components.cause,
        row_number() over (
            partition by components.component_key
            order by components.first_seen_at, components.account_key, numbers.number
        ) as place
    from components
    inner join numbers on components.joined_components - 1 >= numbers.number
    where components.joined_components > 1
)

select
    absorbed.account_key,
    absorbed.channel_code,
    absorbed.first_account_key,
    merging.merged_at,
    merging.merging_account_key,
    merging.cause
from absorbed
inner join merging
    on
        absorbed.component_key = merging.component_key
        and absorbed.place = merging.place

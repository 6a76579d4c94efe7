-- The values that survive for each member: in each field that of the most trusted
-- source, then verified, then newest, and where it comes from. Members who asked to be
-- forgotten have none. Grain: component.
{{ config(materialized='table') }}

with

keyed as (
    select
        *,
        {{ survival_keys() }}
    from {{ ref('int_identity__profiles') }}
),

components as (
    select
        account_key,
        component_key
    from {{ ref('int_identity__components') }}
),

erasures as (
    select component_key from {{ ref('int_identity__erasures') }}
),

survivors as (
    select
        components.component_key,
        {{ survivors_of('keyed') }}
    from keyed
    inner join components on keyed.account_key = components.account_key
    left join erasures on components.component_key = erasures.component_key
    where erasures.component_key is null
    group by components.component_key
)

select
    *,
    nullif(split_part(region, '|', 1), '') as province,
    nullif(split_part(region, '|', 2), '') as city
from survivors

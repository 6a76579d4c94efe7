-- The member of every account now: the newest row of the registry. Grain: account.
{{ config(materialized='table') }}

with

numbered as (
    select
        account_key,
        member_id,
        row_number() over (
            partition by account_key order by map_version desc
        ) as age
    from {{ ref('int_identity__registry') }}
)

select
    account_key,
    member_id
from numbered
where age = 1 and member_id is not null

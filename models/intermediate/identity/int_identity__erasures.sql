-- Members who asked to be forgotten; one account's request stands for the whole member.
-- Grain: component.
with

requests as (
    select * from {{ ref('stg_standard__deletion_requests') }} where not is_deleted
),

components as (
    select * from {{ ref('int_identity__components') }}
)

select
    components.component_key,
    min(requests.requested_at) as erased_at
from requests
inner join components on requests.account_key = components.account_key
group by components.component_key

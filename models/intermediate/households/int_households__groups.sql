-- Which persons shared values put into one group, by chains of any length. Grain:
-- component that shares a value.
{{ config(materialized='connected_components') }}

select
    first_holder_key as left_key,
    component_key as right_key
from {{ ref('int_households__shared_values') }}

-- Employees who meet customers; the newest record over all channels. One whom facts
-- name but nobody has described has is_inferred. Names stay in schema restricted.
-- Grain: employee.
with

described as (
    select * from {{ ref('int_employees__newest') }}
),

named as (
    {{ distinct_keys('employee_key', [
        ('fct_orders', 'employee_id'),
        ('fct_interactions', 'employee_id'),
        ('int_identity__accounts', 'acquired_employee_id'),
    ]) }}
)

select
    coalesce(described.employee_id, named.employee_key) as employee_key,
    described.store_id as store_key,
    described.role,
    described.employee_id is null as is_inferred,
    described.joined_on,
    described.left_on
from described
full outer join named on described.employee_id = named.employee_key

-- Marks of the salts that builds were made with, the newest last. Rows are only ever
-- added; a build with another salt than the newest stops before anything is built.
-- Grain: change of the salt.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
) }}

with

known as (
    {%- if is_incremental() %}
    select
        salt_number,
        salt_mark,
        row_number() over (order by salt_number desc) as age
    from {{ this }}
    {%- else %}
    select
        cast(0 as bigint) as salt_number,
        '' as salt_mark,
        1 as age
    {%- endif %}
),

of_now as (
    select {{ salt_mark() }} as salt_mark
)

select
    known.salt_number + 1 as salt_number,
    of_now.salt_mark,
    {{ batch_id() }} as _batch_id
from known
cross join of_now
where known.age = 1 and known.salt_mark != of_now.salt_mark

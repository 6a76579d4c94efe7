-- A code stands on a level of its dimension, below a code that the standard has, and
-- ends no earlier than it begins; only open dimensions take codes from the data. Codes
-- of the data may name a parent that nobody knows: those are reported, not refused.
with

codes as (
    select * from {{ ref('dim_calibers') }}
),

parents as (
    select distinct
        dimension,
        code
    from codes
)

select
    codes.dimension,
    codes.level_name,
    codes.code,
    codes.parent_code
from codes
left join {{ ref('dimensions') }} as dimensions
    on
        codes.dimension = dimensions.dimension
        and concat('|', dimensions.levels, '|')
        like concat('%|', codes.level_name, '|%')
left join parents
    on codes.dimension = parents.dimension and codes.parent_code = parents.code
where
    dimensions.dimension is null
    or (
        codes.parent_code is not null
        and parents.code is null
        and not codes.is_delivered
    )
    or codes.valid_to < codes.valid_from
    or (codes.is_delivered and dimensions.is_closed)

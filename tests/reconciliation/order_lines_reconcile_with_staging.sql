-- Every staged order line is in the fact, with the same money and pieces.
with

staged as (
    select
        count(*) as line_count,
        sum(line_amount) as line_amount,
        sum(quantity) as quantity
    from {{ ref('int_order_lines__unioned') }}
),

built as (
    select
        count(*) as line_count,
        sum(line_amount) as line_amount,
        sum(quantity) as quantity
    from {{ ref('fct_order_lines') }}
)

select *
from staged
cross join built
where
    staged.line_count is distinct from built.line_count
    or staged.line_amount is distinct from built.line_amount
    or staged.quantity is distinct from built.quantity

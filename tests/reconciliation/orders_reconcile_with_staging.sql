-- Every staged order is one order of the fact, with the same money, channel by channel.
with

staged as (
    select
        channel_code,
        count(*) as order_count,
        sum(paid_amount) as paid_amount,
        sum(gross_amount) as gross_amount
    from {{ ref('int_orders__unioned') }}
    group by channel_code
),

built as (
    select
        channel_code,
        count(*) as order_count,
        sum(paid_amount) as paid_amount,
        sum(gross_amount) as gross_amount
    from {{ ref('fct_orders') }}
    group by channel_code
)

select *
from staged
full outer join built on staged.channel_code = built.channel_code
where
    staged.order_count is distinct from built.order_count
    or staged.paid_amount is distinct from built.paid_amount
    or staged.gross_amount is distinct from built.gross_amount

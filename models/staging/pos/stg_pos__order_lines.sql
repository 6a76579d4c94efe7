-- Grain: a line of a sale ticket; lines of return tickets are left out.
with

lines as (
    select *
    from {{ ref('base_pos__ticket_lines') }}
    where _row_status = 'staged'
),

sales as (
    select *
    from {{ ref('base_pos__tickets') }}
    where _row_status = 'staged' and kind = 'sale'
),

renamed as (
    select
        -- ids
        'pos' as channel_code,
        lines.ticket_no as order_id,
        lines.line_no,
        lines.sku_code as product_id,
        lines.batch_no,

        -- numbers
        lines.quantity,
        lines.price_cents as list_price,
        lines.amount_cents as line_amount,
        lines.cost_cents as cost_amount,

        -- booleans
        lines._is_withdrawn or sales._is_withdrawn as is_deleted,

        -- technical
        lines._file_id,
        lines._row_number,
        lines._extract_date,
        -- A line that came before its ticket appears with the ticket's batch.
        greatest(lines._batch_id, sales._batch_id) as _batch_id
    from lines
    inner join sales on lines.ticket_no = sales.ticket_no
)

{{ conformed('order_lines', 'renamed') }}

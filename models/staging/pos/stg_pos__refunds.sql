-- Grain: a return ticket. Its negative amount becomes a positive refund of the original
-- ticket; tickets rung up in training mode pay nothing back.
with

source as (
    select *
    from {{ ref('base_pos__tickets') }}
    where
        _row_status = 'staged'
        and kind = 'return'
        and not coalesce(is_training, false)
),

renamed as (
    select
        -- ids
        'pos' as channel_code,
        ticket_no as refund_id,
        original_ticket_no as order_id,

        -- strings
        'done' as status,

        -- numbers
        abs(paid_cents) as amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        closed_at as refunded_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('refunds', 'renamed', without=['line_no', 'reason']) }}

{{ checked_rows('mini_program', 'order_items') }}

{{ checked_rows('tmall', 'order_items') }}

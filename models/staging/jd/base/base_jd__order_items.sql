{{ checked_rows('jd', 'order_items') }}

{{ checked_rows('tmall', 'orders') }}

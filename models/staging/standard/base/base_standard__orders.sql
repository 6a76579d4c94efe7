{{ checked_rows('standard', 'orders') }}

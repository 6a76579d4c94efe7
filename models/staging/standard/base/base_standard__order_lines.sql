{{ checked_rows('standard', 'order_lines') }}

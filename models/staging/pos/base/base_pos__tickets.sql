{{ checked_rows('pos', 'tickets') }}

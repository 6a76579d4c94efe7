{{ checked_rows('pos', 'members') }}

{{ checked_rows('standard', 'stock') }}

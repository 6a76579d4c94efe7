{{ checked_rows('standard', 'products') }}

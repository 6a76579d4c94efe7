{{ checked_rows('standard', 'stores') }}

{{ checked_rows('standard', 'accounts') }}

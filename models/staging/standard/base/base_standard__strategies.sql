{{ checked_rows('standard', 'strategies') }}

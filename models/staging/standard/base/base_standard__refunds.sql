{{ checked_rows('standard', 'refunds') }}

{{ checked_rows('standard', 'labels') }}

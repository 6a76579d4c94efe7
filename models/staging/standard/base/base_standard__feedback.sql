{{ checked_rows('standard', 'feedback') }}

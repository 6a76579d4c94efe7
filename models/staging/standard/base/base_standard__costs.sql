{{ checked_rows('standard', 'costs') }}

{{ checked_rows('standard', 'sends') }}

{{ checked_rows('standard', 'campaigns') }}

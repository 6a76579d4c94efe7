{{ checked_rows('standard', 'points') }}

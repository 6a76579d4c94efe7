{{ checked_rows('standard', 'assignments') }}

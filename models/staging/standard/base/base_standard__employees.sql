{{ checked_rows('standard', 'employees') }}

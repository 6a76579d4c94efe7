{{ checked_rows('standard', 'commission_rules') }}

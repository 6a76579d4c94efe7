{{ checked_rows('standard', 'coupons') }}

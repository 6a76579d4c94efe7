{{ checked_rows('standard', 'referrals') }}

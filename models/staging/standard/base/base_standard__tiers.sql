{{ checked_rows('standard', 'tiers') }}

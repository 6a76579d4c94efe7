{{ checked_rows('jd', 'refunds') }}

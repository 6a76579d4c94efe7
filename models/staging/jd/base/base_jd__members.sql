{{ checked_rows('jd', 'members') }}

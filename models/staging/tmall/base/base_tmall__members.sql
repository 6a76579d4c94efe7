{{ checked_rows('tmall', 'members') }}

{{ checked_rows('tmall', 'refunds') }}

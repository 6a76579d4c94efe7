{{ checked_rows('standard', 'deletion_requests') }}

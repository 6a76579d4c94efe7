{{ checked_rows('standard', 'content_items') }}

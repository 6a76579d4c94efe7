{{ checked_rows('crm', 'members') }}

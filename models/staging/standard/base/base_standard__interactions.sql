{{ checked_rows('standard', 'interactions') }}

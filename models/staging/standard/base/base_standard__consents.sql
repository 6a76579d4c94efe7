{{ checked_rows('standard', 'consents') }}

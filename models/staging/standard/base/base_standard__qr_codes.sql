{{ checked_rows('standard', 'qr_codes') }}

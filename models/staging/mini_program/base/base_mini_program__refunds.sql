{{ checked_rows('mini_program', 'refunds') }}

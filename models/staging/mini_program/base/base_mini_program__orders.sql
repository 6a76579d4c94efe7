{{ checked_rows('mini_program', 'orders') }}

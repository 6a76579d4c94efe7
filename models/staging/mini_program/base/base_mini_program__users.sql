{{ checked_rows('mini_program', 'users') }}

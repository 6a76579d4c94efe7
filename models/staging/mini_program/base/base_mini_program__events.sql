{{ checked_rows('mini_program', 'events') }}

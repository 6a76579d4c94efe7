{{ checked_rows('pos', 'ticket_lines') }}

{{ checked_rows('crm', 'paper_cards') }}

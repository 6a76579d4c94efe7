{{ checked_rows('standard', 'market_size') }}

{{ checked_rows('standard', 'channel_reported') }}

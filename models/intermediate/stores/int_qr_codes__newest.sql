-- The newest record of each QR code over all channels. Grain: QR code.
{{ newest_over_channels('stg_standard__qr_codes', 'qr_id', [
    'medium',
    'placement',
    'community',
    'store_id',
    'placer',
    'hook',
    'created_on',
]) }}

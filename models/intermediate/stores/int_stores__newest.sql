-- The newest record of each store over all channels. Grain: store.
{{ newest_over_channels('stg_standard__stores', 'store_id', [
    'dealer_id',
    'name',
    'kind',
    'province',
    'city',
    'opened_on',
    'closed_on',
]) }}

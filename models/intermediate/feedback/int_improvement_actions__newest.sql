-- The newest record of each improvement action over all channels. Grain: action.
{{ newest_over_channels('stg_standard__improvement_actions', 'action_id', [
    'product_id',
    'batch_no',
    'theme',
    'kind',
    'opened_at',
    'done_at',
]) }}

-- The newest record of each strategy over all channels. Grain: strategy.
{{ newest_over_channels('stg_standard__strategies', 'strategy_id', [
    'name',
    'kind',
    'trigger',
    'journey_stage',
    'segment',
    'offer',
    'dialogue_channel',
    'owner',
    'starts_on',
    'ends_on',
]) }}

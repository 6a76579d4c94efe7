-- The newest record of each campaign over all channels. Grain: campaign.
{{ newest_over_channels('stg_standard__campaigns', 'campaign_id', [
    'name',
    'kind',
    'theme',
    'template',
    'scope',
    'goal_metric',
    'goal_value',
    'budget',
    'owner',
    'starts_on',
    'ends_on',
]) }}

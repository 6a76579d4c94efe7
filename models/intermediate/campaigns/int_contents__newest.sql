-- The newest record of each piece of content over all channels. Grain: content.
{{ newest_over_channels('stg_standard__content_items', 'content_id', [
    'title',
    'format',
    'topic',
    'ip',
    'is_original',
    'tags',
    'author',
    'published_at',
]) }}

-- Pieces of content; the newest record over all channels. One that facts name but
-- nobody has described has is_inferred. Grain: content.
with

described as (
    select * from {{ ref('int_contents__newest') }}
),

named as (
    {{ distinct_keys('content_key', [
        ('fct_sends', 'content_key'),
        ('fct_interactions', 'content_id'),
    ]) }}
)

select
    coalesce(described.content_id, named.content_key) as content_key,
    described.title,
    described.format,
    described.topic,
    described.ip,
    described.tags,
    described.author,
    described.is_original,
    described.content_id is null as is_inferred,
    described.published_at
from described
full outer join named on described.content_id = named.content_key

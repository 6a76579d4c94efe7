select
    content_no as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    content_id,
    title,
    format,
    topic,
    ip,
    is_original,
    to_json([topic, format, case when is_original then 'original' else 'shared' end])
    ::varchar as tags,
    author,
    wall_text(published_s) as published_at,
from content_items
where published_s < getvariable('cut_s')

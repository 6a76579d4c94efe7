-- Records that could not be read from their file. Grain: record; row_number is null
-- when the whole file is meant. Holds personal data in raw.
{{ config(schema='restricted') }}

select
    _file_id as file_id,
    source,
    entity,
    channel_code,
    file,
    row_number,
    reason,
    raw
from {{ landing_book('rejects') }}

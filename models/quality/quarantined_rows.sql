-- Rows that could not be used, with the reason. Grain: row; or file, when row_number is
-- null. Counts here are the rows_quarantined of the file ledger; a file that another
-- one under the same path has replaced has none.
with

files as (
    select
        file_id,
        file,
        channel_code
    from {{ ref('stg_landing__files') }}
),

unreadable as (
    select
        {{ quarantine_key('file_id', 'row_number') }} as quarantine_key,
        source,
        entity,
        file_id,
        row_number,
        reason
    from {{ ref('stg_landing__rejects') }}
),

unusable as (
    {%- for source_name, entity in base_tables() %}
    select
        _row_key as quarantine_key,
        '{{ source_name }}' as source,
        '{{ entity }}' as entity,
        _file_id as file_id,
        _row_number as row_number,
        _reject_reason as reason
    from {{ ref('base_' ~ source_name ~ '__' ~ entity) }}
    where _row_status = 'quarantined'
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
),

quarantined as (
    select * from unreadable
    union all
    select * from unusable
)

select
    quarantined.quarantine_key,
    quarantined.source,
    quarantined.entity,
    files.channel_code,
    files.file,
    quarantined.row_number,
    quarantined.reason
from quarantined
inner join files on quarantined.file_id = files.file_id

-- Every file and what became of its rows. Grain: file version.
-- rows_read = rows_staged + rows_duplicate + rows_quarantined.
with

files as (
    select * from {{ ref('stg_landing__files') }}
),

landed_rows as (
    {%- for source_name, entity in base_tables() %}
    select
        _file_id as file_id,
        _row_status as row_status,
        count(*) as row_count
    from {{ ref('base_' ~ source_name ~ '__' ~ entity) }}
    group by _file_id, _row_status
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
),

counted as (
    select
        file_id,
        sum(case when row_status = 'staged' then row_count else 0 end) as rows_staged,
        sum(case when row_status = 'duplicate' then row_count else 0 end)
            as rows_duplicate,
        sum(case when row_status = 'quarantined' then row_count else 0 end)
            as rows_quarantined
    from landed_rows
    group by file_id
),

rejected as (
    select
        rejects.file_id,
        sum(case when files.status = 'replaced' then 1 else 0 end) as rows_outdated,
        sum(case when files.status = 'replaced' then 0 else 1 end) as rows_rejected
    from {{ ref('stg_landing__rejects') }} as rejects
    inner join files on rejects.file_id = files.file_id
    where rejects.row_number is not null
    group by rejects.file_id
)

select
    files.file_id,
    files.source,
    files.entity,
    files.channel_code,
    files.file,
    files.extract_date,
    files.status,
    files.reason,
    cast(files.rows_read as bigint) as rows_read,
    cast(coalesce(counted.rows_staged, 0) as bigint) as rows_staged,
    cast(
        coalesce(counted.rows_duplicate, 0) + coalesce(rejected.rows_outdated, 0)
        as bigint
    ) as rows_duplicate,
    cast(
        coalesce(counted.rows_quarantined, 0) + coalesce(rejected.rows_rejected, 0)
        as bigint
    ) as rows_quarantined,
    files.load_id
from files
left join counted on files.file_id = counted.file_id
left join rejected on files.file_id = rejected.file_id

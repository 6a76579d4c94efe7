-- Every file version that was delivered, with what became of it. Grain: file version.
with

source as (
    select * from {{ landing_book('files') }}
),

replaced as (
    select distinct replaces_file_id as file_id
    from source
    where replaces_file_id is not null
),

readings as (
    select
        *,
        row_number() over (partition by file_id order by load_id desc) as place
    from source
),

newest as (
    select
        *,
        max(load_id) over (partition by path_id) as last_load_of_path
    from readings
    where place = 1
)

select
    newest.file_id,
    newest.path_id,
    newest.source,
    newest.entity,
    newest.channel_code,
    newest.file,
    newest.delivered_format,
    newest.encoding,
    newest.content_hash,
    newest.contract_hash,
    case
        when replaced.file_id is not null then 'replaced'
        -- What was not landed stays on record until anything else comes in its place.
        when newest.status != 'landed' and newest.load_id < newest.last_load_of_path
            then 'replaced'
        else newest.status
    end as status,
    newest.reason,
    newest.unknown_columns,
    newest.missing_columns,
    newest.load_id,
    newest.rows_read,
    newest.rows_landed,
    newest.rows_rejected,
    newest.bytes,
    newest.extract_date
from newest
left join replaced on newest.file_id = replaced.file_id

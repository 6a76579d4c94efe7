-- The text of quarantined rows. Grain: row. Restricted: holds personal data.
{{ config(schema='restricted') }}

select
    {{ quarantine_key('file_id', 'row_number') }} as quarantine_key,
    raw
from {{ ref('stg_landing__rejects') }}
where
    raw is not null
    and file_id not in (
        select file_id from {{ ref('stg_landing__files') }} where status = 'replaced'
    )
{%- for source_name, entity in base_tables() %}
union all
select
    _row_key as quarantine_key,
    _raw_text as raw
from {{ ref('base_' ~ source_name ~ '__' ~ entity) }}
where _row_status = 'quarantined'
{%- endfor %}

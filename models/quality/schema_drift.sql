-- Columns of delivered files that differ from the source contract. Grain: file, column.
{% set columns = ['source', 'entity', 'channel_code', 'file', 'extract_date'] %}
with

files as (
    select * from {{ ref('stg_landing__files') }} where status != 'replaced'
),

drifted as (
    {%- for drift in ['unknown', 'missing'] %}
    select
        {{ columns | join(', ') }},
        '{{ drift }}' as drift,
        item as column_name
    from ({{ json_list_items('files', columns, drift ~ '_columns') }}) as items
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
)

select * from drifted

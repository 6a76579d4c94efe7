{#- The body of every base model: the landed rows of one source table, trimmed, typed,
    checked, hashed and ranked by the rules of its contract. No row is dropped: each ends
    as staged (the newest valid row of its key), duplicate or quarantined.

    An increment reads only loads that this table has not seen. The other rows of their
    keys, of the keys they had before, and of files that a corrected file replaces are
    ranked again with them. So increments in any order give the rows of a full build.
    When there is none of these, the increment has no rows. When the rules of judgement
    have changed, there is no increment: see full_refresh.sql. -#}
{% macro checked_rows(source_name, table_name) -%}
{%- set contract = source_contract(source_name, table_name) -%}
{%- if not execute -%}
select * from {{ landed_rows(source_name, table_name) }}
{%- else -%}
{%- set columns = contract.columns -%}
{%- set increment = is_incremental() -%}
{%- set rules_hash = rules_fingerprint(contract) -%}
{%- set work = increment_work(source_name, table_name) if increment
    else {'files': none, 'is_idle': false} -%}
{%- if work.is_idle -%}
select * from {{ this }} where 1 = 0
{%- else -%}
{%- set batch = batch_id() -%}
with

landed as (
    select
        {%- for column in columns %}
        {{ trim_to_null(column.name) }} as raw_{{ column.name }},
        {%- endfor %}
        _file_id,
        _row_number,
        _extract_date,
        _channel_code,
        _load_id,
        _file_id || ':' || cast(_row_number as {{ dbt.type_string() }}) as _row_key
    from {{ landed_rows(source_name, table_name, work.files) }}
    {%- if increment %}
    where _load_id > {{ work.last_load }}
    {%- endif %}
),

typed as (
    select
        *,
        {%- for column in columns %}
        {{ typed_value(column.kind, 'raw_' ~ column.name) }} as {{ column.name }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from landed
),

judged as (
    select
        *,
        nullif(concat_ws(
            '; ',
            {{ rejection_reasons(contract) | join(',\n            ') }}
        ), '') as _reject_reason
    from typed
),

checked as (
    select
        _row_key,
        _file_id,
        _row_number,
        _extract_date,
        _channel_code,
        _load_id,
        _reject_reason,
        case when _reject_reason is not null then {{ row_as_text(columns) }} end
            as _raw_text,
        {{ blanked_columns(columns) }} as _blanked,
        {%- for column in columns %}
        {%- set range = out_of_range(column) if column.soft else none %}
        {%- set listed = column.accepted and column.soft %}
        case
            {%- if range %}
            when ({{ range }}) is not null then null
            {%- endif %}
            {%- if listed %}
            when {{ column.name }} not in ('{{ column.accepted | join("', '") }}') then null
            {%- endif %}
            when true then {{ column.name }}
        end as {{ column.name }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from judged
),

keyed as (
    select
        *,
        case when _reject_reason is null then
            concat_ws(
                '|', _channel_code
                {%- for key in contract.key %},
                coalesce(cast({{ key }} as {{ dbt.type_string() }}), '')
                {%- endfor %}
            )
        end as _business_key,
        {%- for column in columns if column.pii in hashed_kinds() %}
        {%- set namespace = column.name if column.pii == 'identifier' else column.pii %}
        {{ keyed_hash(namespace, column.name) }} as {{ column.name }}_hash,
        {%- endfor %}
        {{ batch }} as _batch_id,
        '{{ rules_hash }}' as _rules_hash
    from checked
),

{% if increment -%}
outdated as (
    select _row_key, _business_key from {{ this }}
    where _row_key in (select _row_key from keyed)
    union all
    select existing._row_key, existing._business_key
    from {{ this }} as existing
    inner join ({{ newest_reads() }}) as reads on existing._file_id = reads.file_id
    where
        existing._load_id < reads.load_id
        and existing._row_key not in (select _row_key from keyed)
),

touched_keys as (
    select _business_key from keyed
    union
    select _business_key from outdated
    union
    select _business_key from {{ this }}
    where _file_id in ({{ replaced_files() }}) and not _is_withdrawn
),

considered as (
    select
        {%- for name in base_column_names(contract) %}
        {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from keyed
    union all
    select
        {%- for name in base_column_names(contract) %}
        existing.{{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ this }} as existing
    where
        existing._row_key not in (select _row_key from outdated)
        and (
            existing._business_key in (
                select _business_key from touched_keys where _business_key is not null
            )
            or (
                existing._business_key is null
                and not existing._is_withdrawn
                and existing._file_id in ({{ replaced_files() }})
            )
        )
),
{%- else -%}
considered as (
    select * from keyed
),
{%- endif %}

ranked as (
    select
        {%- for name in base_column_names(contract) if name != '_batch_id' %}
        considered.{{ name }},
        {%- endfor %}
        {{ batch }} as _batch_id,
        replaced.file_id is not null as _is_withdrawn,
        row_number() over (
            partition by considered._business_key
            order by
                case when replaced.file_id is null then 0 else 1 end,
                considered._extract_date desc,
                {%- if contract.updated_at %}
                considered.{{ contract.updated_at }} desc nulls last,
                {%- endif %}
                considered._file_id desc,
                considered._row_number desc
        ) as _rank
    from considered
    left join ({{ replaced_files() }}) as replaced
        on considered._file_id = replaced.file_id
)

select
    {%- for name in base_column_names(contract) %}
    {{ name }},
    {%- endfor %}
    _is_withdrawn,
    case
        when _reject_reason is not null and not _is_withdrawn then 'quarantined'
        when _reject_reason is null and _rank = 1 then 'staged'
        else 'duplicate'
    end as _row_status
from ranked
{%- endif -%}
{%- endif -%}
{%- endmacro %}


{#- The columns that a base model keeps, in order, without those the ranking adds. -#}
{% macro base_column_names(contract) -%}
    {%- set names = contract.columns | map(attribute='name') | list -%}
    {%- for column in contract.columns if column.pii in hashed_kinds() -%}
        {%- do names.append(column.name ~ '_hash') -%}
    {%- endfor -%}
    {{ return(names + [
        '_row_key', '_file_id', '_row_number', '_extract_date', '_channel_code', '_load_id',
        '_batch_id', '_business_key', '_rules_hash', '_reject_reason', '_raw_text', '_blanked',
    ]) }}
{%- endmacro %}


{#- The row as `column=value` pairs, for the restricted quarantine. -#}
{% macro row_as_text(columns) -%}
    concat_ws(
        ' | '
        {%- for column in columns %},
        '{{ column.name }}=' || substr(raw_{{ column.name }}, 1, 500)
        {%- endfor %}
    )
{%- endmacro %}

{#- Files that a corrected file under the same path has replaced. -#}
{% macro replaced_files() -%}
    select distinct replaces_file_id as file_id
    from {{ landed_folder(landing_root() ~ '/files') }}
    where replaces_file_id is not null
{%- endmacro %}


{#- Files that were read more than once, with the load of their newest reading. -#}
{% macro newest_reads() -%}
    select
        file_id,
        max(load_id) as load_id
    from {{ landed_folder(landing_root() ~ '/files') }}
    group by file_id
    having count(*) > 1
{%- endmacro %}


{#- Hook of base tables after an increment: a file that was read again under a mended
    contract, or is now held, can have fewer rows than before. -#}
{% macro remove_unread_rows() -%}
    {%- if execute and target.type == 'duckdb' -%}
        delete from {{ this }} as existing
        using ({{ newest_reads() }}) as reads
        where existing._file_id = reads.file_id and existing._load_id < reads.load_id
    {%- endif -%}
{%- endmacro %}


{#- Changes with everything that the judgement of a landed row hangs on. Headers and
    aliases do not: landing reads the files again when these change. -#}
{% macro rules_fingerprint(contract) -%}
    {%- set rules = [contract.key, contract.key_any, contract.updated_at] -%}
    {%- for column in contract.columns -%}
        {%- set kept = {} -%}
        {%- for name, value in column.items() if name not in ('header', 'aliases') -%}
            {%- do kept.update({name: value}) -%}
        {%- endfor -%}
        {%- do rules.append(kept) -%}
    {%- endfor -%}
    {%- set salted = run_query('select ' ~ keyed_hash('rules', "'salt'")) -%}
    {{ return(local_md5(
        rules | string ~ base_column_names(contract) ~ var('max_text_length') ~ var('currency')
        ~ var('business_time_zone') ~ salted.columns[0].values()[0]
    )) }}
{%- endmacro %}


{#- What an increment of this table must deal with, as
    {last_load, files, is_idle}: the last load it holds, and the landed files of loads
    after it. It is idle when there are none and no file that it holds was replaced or
    read again since. -#}
{% macro increment_work(source_name, table_name) -%}
    {%- set folder = landing_root() ~ '/rows/' ~ source_name ~ '/' ~ table_name -%}
    {%- set query -%}
        with held as (
            select
                _file_id as file_id,
                min(_load_id) as oldest_load,
                max(_load_id) as load_id,
                bool_or(not _is_withdrawn) as is_live
            from {{ this }}
            group by _file_id
        ),
        state as (
            select
                (select coalesce(max(load_id), 0) from held) as last_load,
                (
                    select count(*) from held
                    inner join ({{ replaced_files() }}) as replaced
                        on held.file_id = replaced.file_id
                    where held.is_live
                ) + (
                    select count(*) from held
                    inner join ({{ newest_reads() }}) as reads
                        on held.file_id = reads.file_id
                    where held.oldest_load < reads.load_id
                ) as restated_files
        ),
        unseen as (
            select file
            from glob('{{ folder }}/load=*/*.parquet')
            where
                cast(regexp_extract(file, 'load=([0-9]+)', 1) as bigint)
                > (select last_load from state)
        )
        select state.last_load, state.restated_files, unseen.file
        from state
        left join unseen on true
        order by unseen.file
    {%- endset -%}
    {%- set result = run_query(query) -%}
    {%- set files = result.columns[2].values() | select | list -%}
    {{ return({
        'last_load': result.columns[0].values()[0],
        'files': files,
        'is_idle': files == [] and result.columns[1].values()[0] == 0,
    }) }}
{%- endmacro %}

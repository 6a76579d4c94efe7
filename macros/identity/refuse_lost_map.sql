{#- Hook before the registry: where it is empty but a published version tells of members,
    the map was lost. Stops when ids that stand there would not come back by themselves,
    unless var new_member_ids says that they may go. Ids that come out the same are no
    reason to stop, nor is a published version of other accounts than these. -#}
{% macro refuse_lost_map() -%}
    {%- if not execute or target.type != 'duckdb' or var('new_member_ids', false) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set registry = load_relation(this) -%}
    {%- if registry is not none
        and run_query('select 1 from ' ~ registry ~ ' limit 1').rows | length > 0 -%}
        {{ return('') }}
    {%- endif -%}
    {%- set version = newest_published_version() -%}
    {%- if version is none -%}
        {{ return('') }}
    {%- endif -%}
    {%- set counted = run_query(lost_ids(version)).rows[0] -%}
    {%- if counted['known'] * 2 >= counted['accounts']
        and counted['renamed'] + counted['forgotten'] > 0 -%}
        {{ exceptions.raise_compiler_error(
            'This warehouse has no map of member ids, but ' ~ version ~ ' was published '
            ~ 'with one. Going on would give new ids to the members of '
            ~ counted['renamed'] ~ ' of ' ~ counted['accounts'] ~ ' accounts and forget '
            ~ counted['forgotten'] ~ ' ids that exports may hold. Restore the map with '
            ~ '`onepool restore-ids`, then build again. To give new ids all the same: '
            ~ "dbt build --vars '{new_member_ids: true}'."
        ) }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}


{#- Folder of the newest complete published version with members, or none. -#}
{% macro newest_published_version() -%}
    {%- set versions = env_var('ONEPOOL_PUBLISHED', 'published') ~ '/versions' -%}
    {%- set result = run_query(
        "select max(parse_path(file)[-4]) from glob('" ~ versions
        ~ "/*/core/bridge_member_accounts/*.parquet') where regexp_matches("
        ~ "parse_path(file)[-4], '^[0-9]{6}') and parse_path(file)[-4] in (select "
        ~ "parse_path(file)[-2] from glob('" ~ versions ~ "/*/manifest.json'))"
    ) -%}
    {%- set name = result.columns[0].values()[0] -%}
    {{ return(none if name is none else versions ~ '/' ~ name) }}
{%- endmacro %}


{#- Counts over a published version: its accounts, those known here (known), those whose
    member would get another id (renamed), and ids that nothing here leads to
    (forgotten). Versions from before the registry have neither is_latest nor
    dim_member_ids. -#}
{% macro lost_ids(version) -%}
    {%- set bridge = "read_parquet('" ~ version ~ "/core/bridge_member_accounts/*.parquet')" -%}
    {%- set columns = run_query('describe select * from ' ~ bridge).columns[0].values() -%}
    {%- set ids = version ~ '/core/dim_member_ids/*.parquet' -%}
    {%- set has_ids = run_query("select 1 from glob('" ~ ids ~ "')").rows | length > 0 -%}
    with
    published as (
        select account_key, member_id from {{ bridge }}
        {{ 'where is_latest' if 'is_latest' in columns }}
    ),
    founded as (
        select account_key, {{ member_id('first_account_key') }} as member_id
        from {{ ref('int_identity__components') }}
    ),
    coming as (
        select member_id from founded
        union
        select {{ member_id('account_key') }} as member_id
        from {{ ref('int_identity__mergers') }}
    )
    select
        count(*) as accounts,
        count(founded.account_key) as known,
        count(case when founded.member_id != published.member_id then 1 end) as renamed,
        (
            {%- if has_ids %}
            select count(*) from read_parquet('{{ ids }}') as ids
            where not exists (
                select 1 from coming where coming.member_id = ids.member_id
            )
            {%- else %}
            0
            {%- endif %}
        ) as forgotten
    from published
    left join founded on published.account_key = founded.account_key
{%- endmacro %}

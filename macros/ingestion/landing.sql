{#- Where the landing zone lies: beside the warehouse file, with the suffix .landing. -#}
{% macro landing_root() -%}
    {{ return(
        env_var('ONEPOOL_WAREHOUSE', 'warehouse/onepool.duckdb') | replace('.duckdb', '')
        ~ '.landing'
    ) }}
{%- endmacro %}


{#- Parquet files as something to select from. -#}
{% macro parquet_files(paths) -%}
    {{ return(adapter.dispatch('parquet_files', 'onepool')(paths)) }}
{%- endmacro %}

{% macro duckdb__parquet_files(paths) -%}
    read_parquet(
        ['{{ paths | join("', '") }}'], union_by_name = true, hive_partitioning = false
    )
{%- endmacro %}

{% macro spark__parquet_files(paths) -%}
    parquet.`{{ paths | first }}`
{%- endmacro %}


{#- All that was landed below a folder: its empty contract.parquet, so that there is always
    a file and every column, and the files of each load. -#}
{% macro landed_folder(folder) -%}
    {{ return(adapter.dispatch('landed_folder', 'onepool')(folder)) }}
{%- endmacro %}

{% macro duckdb__landed_folder(folder) -%}
    {{ duckdb__parquet_files([folder ~ '/**/*.parquet']) }}
{%- endmacro %}

{#- The brace glob keeps Spark from reading load=N folders as a partition column. -#}
{% macro spark__landed_folder(folder) -%}
    parquet.`{{ folder }}/{contract.parquet,load=*.parquet,load=*/*.parquet}`
{%- endmacro %}


{#- The landed rows of one source table: all of them, or those of some files. A unit
    test's rows take their place when there are any. -#}
{% macro landed_rows(source_name, table_name, files=none) -%}
    {%- set relation = source(source_name, table_name) -%}
    {%- set folder = landing_root() ~ '/rows/' ~ source_name ~ '/' ~ table_name -%}
    {%- if is_fixture(relation) -%}
        {{ relation }}
    {%- elif files is not none -%}
        {{ parquet_files([folder ~ '/contract.parquet'] + files) }}
    {%- else -%}
        {{ landed_folder(folder) }}
    {%- endif -%}
{%- endmacro %}


{#- A table of the landing zone's books: files or rejects. -#}
{% macro landing_book(table_name) -%}
    {%- set relation = source('landing', table_name) -%}
    {{ relation if is_fixture(relation) else landed_folder(landing_root() ~ '/' ~ table_name) }}
{%- endmacro %}


{% macro is_fixture(relation) -%}
    {{ return('__dbt__cte__' in (relation | string)) }}
{%- endmacro %}


{#- One value of the one-row file that a landing leaves: build_id, as_of, load_id. Landing
    comes before the first query, so the file is read once for all nodes of a run, which
    `graph` serves. -#}
{% macro build_value(column) -%}
    {%- if not execute or flags.WHICH in ['parse', 'list'] -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set path = landing_root() ~ '/build.parquet' -%}
    {%- set kept = '_build_value ' ~ column ~ ' ' ~ path -%}
    {%- if kept not in graph -%}
        {%- set rows = run_query('select ' ~ column ~ ' from ' ~ parquet_files([path])) -%}
        {%- do graph.update({kept: rows.columns[0].values()[0]}) -%}
    {%- endif -%}
    {{ return(graph[kept]) }}
{%- endmacro %}


{#- The business date that everything hangs on: var as_of, else the newest extract. -#}
{% macro as_of_date() -%}
    {%- set given = var('as_of', '') -%}
    {%- set day = given if given else build_value('as_of') -%}
    cast('{{ day or "1970-01-01" }}' as date)
{%- endmacro %}


{#- The number of this build; rows written by it carry it as _batch_id. -#}
{% macro batch_id() -%}
    cast({{ build_value('build_id') or 0 }} as bigint)
{%- endmacro %}

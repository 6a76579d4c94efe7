{#- dbt's own rule, and one more: a base table is built again from all that was landed when
    its rows were judged by other rules than those of now (another contract, time zone,
    currency or salt), because old and new rows side by side would be of two kinds. Tables
    of blocks are built in full when no block is closed, which --full-refresh sees to. -#}
{% macro should_full_refresh() -%}
    {%- if 'blocks' in model.tags -%}
        {{ return(not has_closed_blocks()) }}
    {%- endif -%}
    {%- set wanted = config.get('full_refresh') -%}
    {%- if wanted is none -%}
        {%- set wanted = flags.FULL_REFRESH -%}
    {%- endif -%}
    {{ return(wanted or has_outdated_rules()) }}
{%- endmacro %}


{#- True for a base table whose rows, or, when it has none, whose columns, do not come
    from the contract of now. -#}
{% macro has_outdated_rules() -%}
    {%- if not execute or target.type != 'duckdb' or 'base' not in model.tags -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set relation = load_relation(this) -%}
    {%- if relation is none or relation.is_view -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set source_name, table_name = model.name[5:].split('__', 1) -%}
    {%- set contract = source_contract(source_name, table_name) -%}
    {%- set folder = landing_root() ~ '/rows/' ~ source_name ~ '/' ~ table_name -%}
    {%- set result = run_query(
        "select count(*), count(case when _rules_hash != '" ~ rules_fingerprint(contract)
        ~ "' then 1 end), (select count(*) from glob('" ~ folder ~ "/load=*/*.parquet')) from "
        ~ relation
    ) -%}
    {%- set rows, outdated, landed_files = result.rows[0].values() -%}
    {%- if rows > 0 or landed_files > 0 -%}
        {{ return(rows == 0 or outdated > 0) }}
    {%- endif -%}
    {%- set known = adapter.get_columns_in_relation(relation) | map(attribute='name') -%}
    {{ return(base_column_names(contract) | reject('in', known | list) | list != []) }}
{%- endmacro %}

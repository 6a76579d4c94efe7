{#- The book of test results: what each test of each run said. Hooks of every run keep it,
    outside of dbt's models, so that a full refresh does not forget the trend. Rows are
    only added, which plain Parquet tables of Spark can do too. -#}


{#- Hook at the start of a run: the book must be there before a model reads it. -#}
{% macro open_test_results() -%}
    {%- if execute -%}
        {%- set book = source('build', 'test_results') -%}
        {%- do run_query('create schema if not exists ' ~ book.without_identifier()) -%}
        {%- do run_query(
            'create table if not exists ' ~ book ~ ' (build_id bigint, recorded_at timestamp, '
            ~ 'test_id ' ~ dbt.type_string() ~ ', test_name ' ~ dbt.type_string()
            ~ ', kind ' ~ dbt.type_string() ~ ', subject ' ~ dbt.type_string()
            ~ ', column_name ' ~ dbt.type_string() ~ ', layer ' ~ dbt.type_string()
            ~ ', folder ' ~ dbt.type_string() ~ ', severity ' ~ dbt.type_string()
            ~ ', owner ' ~ dbt.type_string() ~ ', status ' ~ dbt.type_string()
            ~ ', failures bigint, seconds double)'
        ) -%}
        {%- if target.type == 'duckdb' -%}{%- do adapter.commit() -%}{%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#- Hook at the end of a run: adds what its tests said. -#}
{% macro record_test_results(results) -%}
    {%- set rows = [] -%}
    {%- set build = batch_id() -%}
    {%- for result in results
        if execute and result.node.resource_type in ('test', 'unit_test') -%}
        {%- do rows.append(test_result_row(result, build)) -%}
    {%- endfor -%}
    {%- for chunk in rows | batch(500) %}
        {%- do run_query(
            'insert into ' ~ source('build', 'test_results') ~ ' values ' ~ chunk | join(', ')
        ) -%}
    {%- endfor -%}
    {%- if rows and target.type == 'duckdb' -%}{%- do adapter.commit() -%}{%- endif -%}
{%- endmacro %}


{% macro test_result_row(result, build) -%}
    {%- set node = result.node -%}
    {%- set subject = tested_node(node) -%}
    {%- set path = (subject.path if subject else '').split('/') -%}
    {%- set kind = 'unit' if node.resource_type == 'unit_test'
        else node.test_metadata.name if node.test_metadata else 'reconciliation' -%}
    {%- set severity = 'error' if node.resource_type == 'unit_test'
        else node.config.severity | lower -%}
    {%- set texts = [
        node.unique_id,
        node.name,
        kind,
        subject.schema ~ '.' ~ subject.name if subject else none,
        node.column_name if node.resource_type == 'test' else none,
        'seeds' if subject and subject.resource_type == 'seed'
            else path[0] if path | length > 1 else none,
        path[1] if path | length > 2 else none,
        severity,
        subject.config.meta.owner if subject and subject.config.meta else none,
        result.status | string,
    ] -%}
    {%- set literals = [] -%}
    {%- for text in texts -%}
        {%- do literals.append(
            "'" ~ text | replace("'", "") | replace("\\", "") ~ "'" if text
            else 'cast(null as ' ~ dbt.type_string() ~ ')'
        ) -%}
    {%- endfor -%}
    ({{ build }}, timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}',
    {{ literals | join(', ') }}, cast({{ result.failures or 0 }} as bigint),
    cast({{ result.execution_time or 0 }} as double))
{%- endmacro %}


{#- The model, seed or source that a test is about. -#}
{% macro tested_node(node) -%}
    {%- set ids = [node.attached_node] if node.attached_node else node.depends_on.nodes -%}
    {%- set found = graph.nodes.get(ids | first) if ids else none -%}
    {{ return(found or graph.sources.get(ids | first) if ids else none) }}
{%- endmacro %}

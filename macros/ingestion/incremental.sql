{#- Facts grow by delete+insert on DuckDB. On Spark's plain Parquet tables there is no
    such thing, so they are built in full there. -#}
{% macro fact_materialization() -%}
    {{ return('table' if target.type == 'spark' else 'incremental') }}
{%- endmacro %}


{#- True for rows that were written after this model's last run. Build numbers only grow
    and a model never runs before what it reads, so one watermark serves all channels,
    new ones too. -#}
{% macro is_new(batch_column='_batch_id') -%}
    {%- if execute -%}
        {%- set result = run_query('select coalesce(max(_batch_id), -1) from ' ~ this) -%}
        {{ batch_column }} > {{ result.columns[0].values()[0] }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}


{#- Hook of incremental facts: deletes rows whose key staging has no more. A key leaves
    staging when a restated row moves to another key (a relation ends at another time) or
    when mended rules turn a row down. Both sides have a key once and the fact has every
    key of staging, so equal counts mean equal keys, and nothing is compared. -#}
{% macro remove_orphans(model_name, keys) -%}
    {%- if execute and target.type == 'duckdb' -%}
        {%- set source = ref(model_name) -%}
        {%- set counts = run_query(
            'select (select count(*) from ' ~ this ~ ') - (select count(*) from ' ~ source
            ~ ')'
        ) -%}
        {%- if counts.columns[0].values()[0] != 0 -%}
            delete from {{ this }} as built
            where not exists (
                select 1 from {{ source }} as source
                where
                    {%- for key in keys %}
                    {{ "and " if not loop.first }}source.{{ key }} = built.{{ key }}
                    {%- endfor %}
            )
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

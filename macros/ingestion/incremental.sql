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

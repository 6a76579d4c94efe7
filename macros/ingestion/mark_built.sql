{#- Hook at the end of a run: notes which build made which relation, so that the mart gate
    can tell a whole build from one that was killed or partly selected. -#}
{% macro mark_built(results) -%}
    {%- set built = [] -%}
    {%- for result in results
        if result.node.resource_type in ('model', 'seed') and result.status == 'success' -%}
        {%- do built.append(
            "('" ~ result.node.schema ~ "', '" ~ result.node.alias ~ "')"
        ) -%}
    {%- endfor -%}
    {%- if execute and built and target.type == 'duckdb' -%}
        create table if not exists main.built_models (
            schema_name varchar, relation_name varchar, build_id bigint
        );
        create or replace temporary table newly_built as
        select schema_name, relation_name
        from (values {{ built | join(', ') }}) as names (schema_name, relation_name);
        delete from main.built_models
        where (schema_name, relation_name) in (
            select schema_name, relation_name from newly_built
        );
        insert into main.built_models
        select schema_name, relation_name, {{ batch_id() }} from newly_built;
    {%- endif -%}
{%- endmacro %}

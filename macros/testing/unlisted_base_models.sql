{#- Names of base models that base_tables() does not list. -#}
{% macro unlisted_base_models() -%}
    {%- set listed = [] -%}
    {%- for source_name, entity in base_tables() -%}
        {%- do listed.append('base_' ~ source_name ~ '__' ~ entity) -%}
    {%- endfor -%}
    {%- set missing = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() -%}
            {%- if 'base' in node.tags and node.resource_type == 'model'
                and node.name not in listed -%}
                {%- do missing.append(node.name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(missing) }}
{%- endmacro %}

{#- The rows of several staging models of one shape, one after the other. -#}
{% macro unioned(model_names) -%}
    {%- for name in model_names %}
select * from {{ ref(name) }}
{%- if not loop.last %}
union all
{%- endif -%}
    {%- endfor %}
{%- endmacro %}

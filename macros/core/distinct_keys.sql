{#- Every value that columns of several models name, once and without nulls, as `key`.
    Columns are pairs of model and column; withdrawn rows of facts name nothing. -#}
{% macro distinct_keys(key, columns) -%}
    {%- for model_name, column in columns %}
    select {{ column }} as {{ key }} from {{ ref(model_name) }}
    where {{ column }} is not null
    {%- if model_name.startswith('fct_') %} and not is_deleted {%- endif %}
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{#- The newest record of each thing over all channels that describe it, withdrawn ones
    left out. -#}
{% macro newest_over_channels(model_name, key, columns) -%}
with

described as (
    select
        *,
        row_number() over (
            partition by {{ key }}
            order by _extract_date desc, channel_code asc
        ) as place
    from {{ ref(model_name) }}
    where not is_deleted
)

select
    {{ key }},
    {%- for column in columns %}
    {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from described
where place = 1
{%- endmacro %}

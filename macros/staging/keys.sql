{#- '<channel>:<id>', null when the id is. Headquarters writes ids of accounts and orders
    with their channel in front already. -#}
{% macro channel_key(id, channel='channel_code') -%}
    case
        when {{ channel }} = 'headquarters' then {{ id }}
        else {{ channel }} || ':' || {{ id }}
    end
{%- endmacro %}


{#- The parts of a key in one text, `|` between them and nothing for a null. -#}
{% macro joined_key(parts) -%}
    concat_ws(
        '|'
        {%- for part in parts %},
        coalesce(cast({{ part }} as {{ dbt.type_string() }}), '')
        {%- endfor %}
    )
{%- endmacro %}

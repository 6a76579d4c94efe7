{#- '<channel>:<id>', null when the id is. Headquarters writes ids of accounts and orders
    with their channel in front already. -#}
{% macro channel_key(id, channel='channel_code') -%}
    case
        when {{ channel }} = 'headquarters' then {{ id }}
        else {{ channel }} || ':' || {{ id }}
    end
{%- endmacro %}

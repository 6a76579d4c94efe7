{#- Share of an order that was not refunded until now; all of one that cost nothing. -#}
{% macro kept_share(relation='orders') -%}
    coalesce(
        cast({{ relation }}.net_amount as double)
        / nullif(cast({{ relation }}.paid_amount as double), 0), 1
    )
{%- endmacro %}

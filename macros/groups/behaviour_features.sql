{#- Columns of member_behaviours that tell clusters apart. All are measured as ln(1 + x),
    which draws in the long tails of counts and amounts, then in standard deviations. -#}
{% macro behaviour_features() -%}
    {{ return([
        'recency_days', 'order_count', 'net_amount', 'average_order_amount',
        'discount_share', 'own_channel_share', 'weekend_share', 'category_count',
        'interaction_count', 'channel_count',
    ]) }}
{%- endmacro %}

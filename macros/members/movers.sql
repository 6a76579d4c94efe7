{#- What makes a buyer a mover from one month end to the next, over columns of
    member_states; one meaning for everything that counts movers. -#}


{#- Only who had an order in the window a month before can buy more often or more. -#}
{% macro may_move() -%}
    entry = 'carried' and previous_window_orders > 0
{%- endmacro %}


{#- frequency_up, frequency_down: more or fewer orders in the window. spend_up,
    spend_down: its net amount went that way by mover_min_share or more; who spent
    nothing, or less by refunds, is no mover in money. -#}
{% macro is_mover(move) -%}
    {%- set share = var('mover_min_share') -%}
    {%- if move == 'frequency_up' -%}
        window_orders > previous_window_orders
    {%- elif move == 'frequency_down' -%}
        window_orders < previous_window_orders
    {%- elif move == 'spend_up' -%}
        previous_window_net_amount > 0
        and window_net_amount
        >= previous_window_net_amount * cast({{ 1 + share }} as decimal(6, 4))
    {%- elif move == 'spend_down' -%}
        previous_window_net_amount > 0
        and window_net_amount
        <= previous_window_net_amount * cast({{ 1 - share }} as decimal(6, 4))
    {%- else -%}
        {{ exceptions.raise_compiler_error('No such move of a buyer: ' ~ move) }}
    {%- endif -%}
{%- endmacro %}

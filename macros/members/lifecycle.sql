{#- The lifecycle rules as one row, a column a rule. -#}
{% macro lifecycle_rules() -%}
    select
        {%- for rule in [
            'new_days', 'active_days', 'mature_orders', 'churned_days',
            'interaction_days', 'return_gap_days', 'reactivated_days',
        ] %}
        {{ rule_value('lifecycle_rules', rule) }} as {{ rule }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('lifecycle_rules') }}
{%- endmacro %}


{#- The stage on a day, from columns of `state` (first_order_on, last_order_on,
    last_return_on, last_interaction_on, window_orders) and the one row of `rules`. The
    cases are tried in order, so that every member has one stage. -#}
{% macro lifecycle_stage(day, state='state', rules='rules') -%}
    case
        when {{ state }}.last_order_on is null then 'prospect'
        when
            {{ days_between(state ~ '.last_order_on', day) }} > {{ rules }}.churned_days
            and coalesce(
                {{ days_between(state ~ '.last_interaction_on', day) }}
                > {{ rules }}.interaction_days,
                true
            )
            then 'churned'
        when {{ days_between(state ~ '.last_order_on', day) }} > {{ rules }}.active_days
            then 'dormant'
        when
            {{ days_between(state ~ '.last_return_on', day) }} < {{ rules }}.reactivated_days
            then 'reactivated'
        when {{ days_between(state ~ '.first_order_on', day) }} < {{ rules }}.new_days
            then 'new'
        when coalesce({{ state }}.window_orders, 0) >= {{ rules }}.mature_orders then 'mature'
        else 'growing'
    end
{%- endmacro %}

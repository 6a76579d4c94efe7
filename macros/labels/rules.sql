{#- Rules of the label seed as one row, a column a rule. -#}
{% macro label_rules(names) -%}
    select
        {%- for name in names %}
        {{ rule_value('label_rules', name) }} as {{ name }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from {{ ref('label_rules') }}
{%- endmacro %}


{#- The first of so many days that end with as_of. -#}
{% macro first_day_of_window(days) -%}
    {{ add_days(as_of_date(), '1 - ' ~ days) }}
{%- endmacro %}


{#- The third that a value falls into by its place among the members that have one. -#}
{% macro third_of(value) -%}
    case
        when {{ value }} is null then null
        when {{ value }}_place <= 0.333333 then 'low'
        when {{ value }}_place <= 0.666667 then 'middle'
        else 'high'
    end
{%- endmacro %}

{#- The value of a rule of a seed with the columns rule and value, as an aggregate over the
    seed. A rule without a value stops the query with its name: what reads it would be
    silently null otherwise. -#}
{% macro rule_value(seed, rule) -%}
    case
        when count(case when rule = '{{ rule }}' then value end) = 0
            then {{ raised("'" ~ seed ~ " has no value for the rule " ~ rule ~ "'") }}
        else max(case when rule = '{{ rule }}' then value end)
    end
{%- endmacro %}

{#- The steps that put accounts together, in order; each has its links and its persons. -#}
{% macro tier_steps() -%}
    {{ return(['tier1', 'tier2_agreeing', 'tier2', 'tier3_agreeing', 'tier3']) }}
{%- endmacro %}

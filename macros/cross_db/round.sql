{#- A double rounded alike on both engines: of a value that lies on half of the last digit,
    their last bits decide otherwise where it goes, so such values are lifted a little. -#}
{% macro rounded(value, digits) -%}
    round({{ value }} + 1e-{{ digits + 4 }}, {{ digits }})
{%- endmacro %}

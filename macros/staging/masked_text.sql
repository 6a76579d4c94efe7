{#- Free text without the mobile numbers and e-mail addresses that people write into it. -#}
{% macro masked_text(value) -%}
    {%- set without_emails = replace_pattern(
        value, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+', '***'
    ) -%}
    {{ replace_pattern(without_emails, '1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}', '***') }}
{%- endmacro %}

{#- Free text without the mobile numbers and e-mail addresses that people write into it.
    Longer numbers (order ids, times) stay. Twice, because a match takes the characters
    around a number with it, which the number after it needs too. In JSON the mask is 0,
    a value that may stand without quotes. -#}
{% macro masked_text(value, mask='***') -%}
    {%- set phone -%}
        (^|[^0-9])(([+]|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}([^0-9]|$)
    {%- endset -%}
    {%- set masked = matched_group(1) ~ mask ~ matched_group(4) -%}
    {%- set without_emails = replace_pattern(
        value, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+', mask
    ) -%}
    {{ replace_pattern(
        replace_pattern(without_emails, phone, masked), phone, masked
    ) }}
{%- endmacro %}

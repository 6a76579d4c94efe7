{#- A member's id: 32 hex characters of the sha256 of the account that founded it. It
    changes only when an older account turns out to be the same person. -#}
{% macro member_id(account_key) -%}
    substr({{ sha256_hex("'member:' || " ~ account_key) }}, 1, 32)
{%- endmacro %}

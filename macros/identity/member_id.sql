{#- The id a member gets when none of its accounts can keep one: 32 hex characters of the
    sha256 of the account that founded it. The registry keeps it from then on. An account
    that founds a member once more, split off from another, gets an id that differs by
    the number of rows the registry has of it: ids are never given twice. -#}
{% macro member_id(account_key, registry_rows=none) -%}
    {%- set name = "'member:' || " ~ account_key -%}
    {%- if registry_rows is not none -%}
        {%- set name -%}
            {{ name }} || case
                when {{ registry_rows }} > 0
                    then '#' || cast({{ registry_rows }} as {{ dbt.type_string() }})
                else ''
            end
        {%- endset -%}
    {%- endif -%}
    substr({{ sha256_hex(name) }}, 1, 32)
{%- endmacro %}

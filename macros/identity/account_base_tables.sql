{#- The base tables of account profiles, which hold the plain personal values. -#}
{% macro account_base_tables() -%}
    {{ return([
        ('crm', 'members'), ('crm', 'paper_cards'), ('jd', 'members'),
        ('mini_program', 'users'), ('pos', 'members'), ('standard', 'accounts'),
        ('tmall', 'members'), ('wecom', 'contacts'),
    ]) }}
{%- endmacro %}


{#- Every plain value of one kind (name, phone, email, address) with its keyed hash, from
    the staged rows of all account profiles. -#}
{% macro plain_values(kind) -%}
    {%- set parts = [] -%}
    {%- for source_name, table_name in account_base_tables() -%}
        {%- set relation = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
        {%- for column in source_contract(source_name, table_name).columns
            if column.pii == kind -%}
            {%- do parts.append(
                'select ' ~ column.name ~ '_hash as value_hash, ' ~ column.name
                ~ ' as plain from ' ~ relation ~ " where _row_status = 'staged' and "
                ~ column.name ~ ' is not null'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    select
        value_hash,
        min(plain) as plain
    from (
        {{ parts | join('\n        union all\n        ') or 'select null as value_hash, null as plain' }}
    ) as delivered
    group by value_hash
{%- endmacro %}

{#- The tiers see persons as far as the tiers before have put them together: `previous` is
    a relation of (account_key, component_key), none for the first tier. person_key is the
    component of an account, or the account alone. -#}

{#- Rows of `relation` (with account_key) and their person_key. -#}
{% macro with_persons(relation, previous=none, condition=none) -%}
    select
        accounts.*,
        {%- if previous %}
        coalesce(persons.component_key, accounts.account_key) as person_key
        {%- else %}
        accounts.account_key as person_key
        {%- endif %}
    from {{ relation }} as accounts
    {%- if previous %}
    left join {{ previous }} as persons on accounts.account_key = persons.account_key
    {%- endif %}
    {%- if condition %}
    where accounts.{{ condition }}
    {%- endif %}
{%- endmacro %}


{#- What is known of each person: (person_key, kind, value, is_binding). -#}
{% macro evidence_of_persons(previous=none) -%}
    select distinct
        person_key,
        kind,
        value,
        is_binding
    from (
        {{ with_persons(ref('int_identity__open_evidence'), previous) | indent(8) }}
    ) as said
{%- endmacro %}

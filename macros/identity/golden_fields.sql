{#- The fields of a member's golden record, each with the columns of
    int_identity__profiles that survive together, from one account. All of them are null
    where the account has no value. -#}
{% macro golden_fields() -%}
    {{ return({
        'name': ['name_hash', 'name_mask'],
        'gender': ['gender'],
        'birthday': ['birthday'],
        'region': ['region'],
        'phone': ['phone_hash', 'phone_mask'],
        'email': ['email_hash', 'email_mask'],
        'address': ['address_hash'],
    }) }}
{%- endmacro %}


{#- Text that sorts the values of a field: the smallest wins. Trust, then verified, then
    newest, then the account key, which no two share. -#}
{% macro survival_key(field) -%}
    lpad(cast({{ field }}_trust as {{ dbt.type_string() }}), 2, '0')
    || case when is_{{ field }}_verified then '0' else '1' end
    || lpad(
        cast(
            20000000000 - coalesce({{ epoch_seconds('updated_at') }}, 0)
            as {{ dbt.type_string() }}
        ), 11, '0'
    )
    || account_key
{%- endmacro %}


{#- `<field>_key` of every field, null where the account has no value of it. -#}
{% macro survival_keys() -%}
    {%- for field, columns in golden_fields().items() -%}
    case when {{ columns[0] }} is not null then {{ survival_key(field) }} end
        as {{ field }}_key{{ "," if not loop.last }}
    {% endfor -%}
{%- endmacro %}


{#- Aggregates of accounts with those keys: of every field the columns that survive, and
    which account they come from. -#}
{% macro survivors_of(relation) -%}
    {%- for field, columns in golden_fields().items() -%}
    {%- set origin = {
        'account_key': field ~ '_account_key', 'channel_code': field ~ '_channel_code',
        'updated_at': field ~ '_updated_at',
        'is_' ~ field ~ '_verified': 'is_' ~ field ~ '_verified',
    } -%}
    {%- for column in columns + origin.keys() | list -%}
    min_by({{ relation }}.{{ column }}, {{ relation }}.{{ field }}_key)
        as {{ origin.get(column, column) }}{{ "," if not loop.last }}
    {% endfor -%}
    {{ "," if not loop.last }}
    {% endfor -%}
{%- endmacro %}


{#- Rows of int_identity__field_trust of one channel as `<field>_trust` and
    `is_<field>_verified`. -#}
{% macro trust_by_field() -%}
    {%- for field in golden_fields() -%}
    max(case when field = '{{ field }}' then trust end) as {{ field }}_trust,
    max(case when field = '{{ field }}' and is_verified then 1 else 0 end) = 1
        as is_{{ field }}_verified{{ "," if not loop.last }}
    {% endfor -%}
{%- endmacro %}


{#- False for birthdays that nobody has: the fillers of forms, and those of people who
    would have been under five or over 110 when they registered. -#}
{% macro is_plausible_birthday(birthday, registered_at) -%}
    (
        {{ birthday }} not in (
            cast('1900-01-01' as date), cast('1970-01-01' as date),
            cast('1980-01-01' as date), cast('1990-01-01' as date),
            cast('2000-01-01' as date)
        )
        and {{ days_between(birthday, 'cast(' ~ registered_at ~ ' as date)') }}
        between 5 * 365 and 110 * 366
    )
{%- endmacro %}


{#- Decade of birth, such as 1990s. -#}
{% macro birth_band(birthday) -%}
    substr(cast({{ birthday }} as {{ dbt.type_string() }}), 1, 3) || '0s'
{%- endmacro %}

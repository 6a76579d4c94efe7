{#- What staging may say of personal values: a mask that people know their own value by,
    and what is wrong with one that was delivered. Plain values stay in the base tables. -#}

{#- Whether a name is a person's: `person`, `nickname`, or null for none. See
    person_name.sql for what is a person's. -#}
{% macro name_kind(name) -%}
    case
        when {{ name_fault(name) }} is not null or {{ name }} is null then null
        when {{ is_person_name(name) }} then 'person'
        else 'nickname'
    end
{%- endmacro %}


{#- `masked` (张**), `placeholder` (a word for no name, or no letter at all), else null. -#}
{% macro name_fault(name) -%}
    case
        when {{ matches(name, '[*＊]') }} then 'masked'
        when not {{ matches(name, '[A-Za-z一-龥]') }} then 'placeholder'
        when lower({{ name }}) in (
            'null', 'none', 'n/a', 'na', 'nan', 'unknown', 'anonymous', 'test', 'guest',
            '匿名', '匿名用户', '未知', '不详', '无', '无名', '测试', '微信用户', '游客',
            '会员', '顾客', '用户'
        ) then 'placeholder'
    end
{%- endmacro %}


{#- The first character and two stars; null for a name that is none. -#}
{% macro name_mask(name) -%}
    case when {{ name_kind(name) }} is not null then substr({{ name }}, 1, 1) || '**' end
{%- endmacro %}


{#- The last four digits, which a caller can be asked for. -#}
{% macro phone_mask(phone) -%}
    '***' || substr({{ phone }}, length({{ phone }}) - 3, 4)
{%- endmacro %}


{#- The first character and the domain. -#}
{% macro email_mask(email) -%}
    substr({{ email }}, 1, 1) || '***' || {{ replace_pattern(email, '^[^@]*', '') }}
{%- endmacro %}


{#- What a base row says of a value that was delivered and blanked: masked, invalid, or
    null when it was good or not there. -#}
{% macro fault_of(column) -%}
    case
        when {{ matches('_blanked', '(^|,)' ~ column ~ ':masked(,|$)') }} then 'masked'
        when {{ matches('_blanked', '(^|,)' ~ column ~ ':invalid(,|$)') }} then 'invalid'
    end
{%- endmacro %}

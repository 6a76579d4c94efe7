{#- How the text of a file becomes a typed value, one macro a kind. Each returns SQL that
    is null when the text is not of the kind. -#}

{% macro typed_value(kind, raw) -%}
    {%- if kind == 'text' -%}{{ raw }}
    {%- elif kind == 'identifier' -%}
        case when {{ matches(raw, '[*]') }} then null else {{ raw }} end
    {%- elif kind == 'phone' -%}{{ phone_to_e164(raw) }}
    {%- elif kind == 'email' -%}{{ email_to_standard(raw) }}
    {%- elif kind == 'integer' -%}
        case when {{ matches(raw, '^[+-]?[0-9]{1,18}([.]0+)?$') }}
            then cast(try_cast({{ raw }} as decimal(20, 0)) as bigint) end
    {%- elif kind in ('amount', 'decimal') -%}
        {{ text_to_decimal(raw, 2 if kind == 'amount' else 6) }}
    {%- elif kind == 'amount_cents' -%}
        case when {{ matches(raw, '^[+-]?[0-9]{1,15}([.]0+)?$') }}
            then cast(
                cast(try_cast({{ raw }} as decimal(18, 0)) as bigint) * 0.01
                as decimal(18, 2)
            ) end
    {%- elif kind == 'timestamp' -%}{{ text_to_timestamp(raw) }}
    {%- elif kind == 'compact_timestamp' -%}
        case when {{ matches(raw, '^[0-9]{8}([01][0-9]|2[0-3])[0-9]{4}$') }} then {{ local_to_utc(
            "try_cast(substr(" ~ raw ~ ", 1, 4) || '-' || substr(" ~ raw
            ~ ", 5, 2) || '-' || substr(" ~ raw ~ ", 7, 2) || ' ' || substr(" ~ raw
            ~ ", 9, 2) || ':' || substr(" ~ raw ~ ", 11, 2) || ':' || substr(" ~ raw
            ~ ", 13, 2) as timestamp)"
        ) }} end
    {%- elif kind in ('epoch_seconds', 'epoch_milliseconds') -%}
        {%- set factor = 1000000 if kind == 'epoch_seconds' else 1000 -%}
        {%- set digits = 11 if kind == 'epoch_seconds' else 13 -%}
        case when {{ matches(raw, '^[0-9]{1,' ~ digits ~ '}$') }} then {{ microseconds_to_timestamp(
            'try_cast(' ~ raw ~ ' as bigint) * ' ~ factor
        ) }} end
    {%- elif kind == 'date' -%}{{ text_to_date(raw) }}
    {%- elif kind == 'boolean' -%}
        case
            when lower({{ raw }}) in ('true', 't', 'yes', 'y', '1', '是') then true
            when lower({{ raw }}) in ('false', 'f', 'no', 'n', '0', '否') then false
        end
    {%- elif kind == 'json' -%}
        case when {{ is_json(raw) }} then {{ raw }} end
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            "Unknown column kind '" ~ kind ~ "'. Use one of those in docs/contracts.md."
        ) }}
    {%- endif -%}
{%- endmacro %}


{% macro text_to_decimal(raw, scale) -%}
    {%- set plain = "replace(" ~ raw ~ ", ',', '')" -%}
    case when {{ matches(plain, '^[+-]?[0-9]{1,14}([.][0-9]+)?$') }}
        then try_cast({{ plain }} as decimal(18, {{ scale }})) end
{%- endmacro %}


{#- ISO 8601 or 2026/1/3 8:05. With an offset the instant is taken; without one the text
    is local time of the business zone. -#}
{% macro text_to_timestamp(raw) -%}
    {#- Hour 24 and offsets beyond 14 hours are read by one engine and not the other. -#}
    {%- set moment = '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?' -%}
    {%- set usual = moment ~ '$' -%}
    {%- set offset = moment ~ '(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$' -%}
    {%- set loose = '^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})([ T]+([01]?[0-9]|2[0-3]):([0-9]{2})(:([0-9]{2}))?)?$' -%}
    {%- set part = [] -%}
    {%- for group in [1, 2, 3, 5, 6, 8] -%}
        {%- do part.append(
            "lpad(regexp_extract(" ~ raw ~ ", '" ~ loose ~ "', " ~ group ~ "), "
            ~ (4 if group == 1 else 2) ~ ", '0')"
        ) -%}
    {%- endfor -%}
    case
        when {{ matches(raw, offset) }}
            then {{ instant_to_utc(raw) }}
        else {{ local_to_utc(
            'case when ' ~ matches(raw, usual) ~ ' then try_cast(' ~ raw
            ~ ' as timestamp) when ' ~ matches(raw, loose) ~ ' then try_cast('
            ~ part[0] ~ " || '-' || " ~ part[1] ~ " || '-' || " ~ part[2]
            ~ " || ' ' || " ~ part[3] ~ " || ':' || " ~ part[4] ~ " || ':' || "
            ~ part[5] ~ ' as timestamp) end'
        ) }}
    end
{%- endmacro %}


{#- 2026-01-03, 2026/1/3, 2026.1.3, 2026年1月3日, 20260103; a time of day is cut off. -#}
{% macro text_to_date(raw) -%}
    {%- set pattern = '^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?([ T].*)?$' -%}
    case
        when {{ matches(raw, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') }}
            then try_cast({{ raw }} as date)
        when {{ matches(raw, '^[0-9]{8}$') }}
            then try_cast(
                substr({{ raw }}, 1, 4) || '-' || substr({{ raw }}, 5, 2)
                || '-' || substr({{ raw }}, 7, 2) as date
            )
        when {{ matches(raw, pattern) }}
            then try_cast(
                regexp_extract({{ raw }}, '{{ pattern }}', 1)
                || '-' || lpad(regexp_extract({{ raw }}, '{{ pattern }}', 2), 2, '0')
                || '-' || lpad(regexp_extract({{ raw }}, '{{ pattern }}', 3), 2, '0')
                as date
            )
    end
{%- endmacro %}


{#- E.164 by the rules of the phonenumbers library for mainland mobiles, and any number
    written with + and a country code. Masked (138****1234) and virtual numbers
    (13800001111-1234) identify nobody and become null. -#}
{% macro phone_to_e164(raw) -%}
    {%- set bare = replace_pattern(raw, '[ ()（）　-]', '') -%}
    case
        when {{ matches(raw, '[-_#,转xX][0-9]{3,4}$') }}
            and {{ matches(raw, '^([+]?86|0086)?[ -]*1[0-9]{10}[-_#,转xX]') }} then null
        when {{ matches(bare, '^([+]?86|0086)?(' ~ china_mobile_pattern() ~ ')$') }}
            then '+86' || substr({{ bare }}, length({{ bare }}) - 10, 11)
        when {{ matches(bare, '^[+][1-9][0-9]{7,14}$') }}
            and not {{ matches(bare, '^[+]86') }} then {{ bare }}
    end
{%- endmacro %}


{#- Mobile numbers of mainland China as phonenumbers 9.0 knows them; a test compares. -#}
{% macro china_mobile_pattern() -%}
    {{ return(
        '1(610[0-9]|740[0-5])[0-9]{6}'
        ~ '|1([38][0-9]|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])[0-9]{8}'
    ) }}
{%- endmacro %}


{% macro email_to_standard(raw) -%}
    {#- Tested before lower(): an engine may lower a foreign letter to an ASCII one. -#}
    case when {{ matches(raw, '^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$') }}
        then lower({{ raw }}) end
{%- endmacro %}

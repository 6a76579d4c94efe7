{#- Text functions whose names or defaults differ between the engines. Patterns use
    character classes only: a backslash means different things in the two engines. -#}

{% macro matches(value, pattern) -%}
    {{ return(adapter.dispatch('matches', 'onepool')(value, pattern)) }}
{%- endmacro %}

{% macro duckdb__matches(value, pattern) -%}
    regexp_matches({{ value }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(value, pattern) -%}
    regexp_like({{ value }}, '{{ pattern }}')
{%- endmacro %}


{% macro replace_pattern(value, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_pattern', 'onepool')(value, pattern, replacement)) }}
{%- endmacro %}

{% macro duckdb__replace_pattern(value, pattern, replacement) -%}
    regexp_replace({{ value }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_pattern(value, pattern, replacement) -%}
    regexp_replace({{ value }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}


{#- What a bracket of the pattern matched, for use in a replacement. -#}
{% macro matched_group(number) -%}
    {{ return(adapter.dispatch('matched_group', 'onepool')(number)) }}
{%- endmacro %}

{% macro duckdb__matched_group(number) -%}
    {{ return('\\' ~ number) }}
{%- endmacro %}

{% macro spark__matched_group(number) -%}
    {{ return('$' ~ number) }}
{%- endmacro %}


{#- Strips spaces, tabs, line ends, no-break and ideographic spaces; empty becomes null. -#}
{% macro trim_to_null(value) -%}
    nullif({{ adapter.dispatch('trim_blanks', 'onepool')(value) }}, '')
{%- endmacro %}

{% macro duckdb__trim_blanks(value) -%}
    trim({{ value }}, {{ blank_characters() }})
{%- endmacro %}

{% macro spark__trim_blanks(value) -%}
    btrim({{ value }}, {{ blank_characters() }})
{%- endmacro %}

{% macro blank_characters() -%}
    ' {{ "\t\r\n\u00a0\u3000\ufeff" }}'
{%- endmacro %}


{#- Keyed sha256 as 64 hex characters. The salt is a session value on both engines, so
    that it never stands in compiled SQL. -#}
{% macro keyed_hash(namespace, value) -%}
    {{ return(adapter.dispatch('keyed_hash', 'onepool')(namespace, value)) }}
{%- endmacro %}

{% macro duckdb__keyed_hash(namespace, value) -%}
    sha256(getvariable('onepool_salt') || ':{{ namespace }}:' || {{ value }})
{%- endmacro %}

{% macro spark__keyed_hash(namespace, value) -%}
    sha2(concat('${spark.onepool.salt}', ':{{ namespace }}:', {{ value }}), 256)
{%- endmacro %}


{#- Unkeyed sha256 for ids that hold nothing personal. -#}
{% macro sha256_hex(value) -%}
    {{ return(adapter.dispatch('sha256_hex', 'onepool')(value)) }}
{%- endmacro %}

{% macro duckdb__sha256_hex(value) -%}
    sha256({{ value }})
{%- endmacro %}

{% macro spark__sha256_hex(value) -%}
    sha2({{ value }}, 256)
{%- endmacro %}


{#- Strict JSON, as its standard has it. Each engine's own test takes more. -#}
{% macro is_json(value) -%}
    {{ return(adapter.dispatch('is_json', 'onepool')(value)) }}
{%- endmacro %}

{#- Takes back what DuckDB adds outside of strings: NaN, Infinity, a comma at the end. A
    string leaves a 0, so that the comma before it is none at the end. -#}
{% macro duckdb__is_json(value) -%}
    (
        json_valid({{ value }})
        and not regexp_matches(
            regexp_replace({{ value }}, '"([^"\\]|\\.)*"', '0', 'g'),
            ',[ \t\r\n]*[]}]|[nN][aA][nN]|[iI][nN][fF]'
        )
    )
{%- endmacro %}

{#- Spark's parser stops after the first value. Text that goes on after it cannot fit
    into a list and into an object. -#}
{% macro spark__is_json(value) -%}
    (
        try_parse_json(concat('[', {{ value }}, ']')) is not null
        and try_parse_json(concat('{"x":', {{ value }}, '}')) is not null
    )
{%- endmacro %}

{#- Kinds of personal data that a base table shows as a keyed hash beside the value. -#}
{% macro hashed_kinds() -%}
    {{ return(['phone', 'email', 'identifier', 'name', 'address']) }}
{%- endmacro %}


{#- The soft columns whose text gave no value, as `column:fault` with commas between them:
    masked for a value hidden by the source (138****1234), invalid for any other. -#}
{% macro blanked_columns(columns) -%}
    {%- set soft = columns | selectattr('soft') | list -%}
    {%- if not soft -%}cast(null as {{ dbt.type_string() }}){%- else -%}
    nullif(concat_ws(
        ','
        {%- for column in soft %}
        {%- set raw, range = 'raw_' ~ column.name, out_of_range(column) %},
        case
            when
                {{ raw }} is not null
                and (
                    {{ column.name }} is null
                    {%- if range %} or ({{ range }}) is not null{% endif %}
                    {%- if column.accepted %}
                    or {{ column.name }} not in ('{{ column.accepted | join("', '") }}')
                    {%- endif %}
                )
                then '{{ column.name }}:'
                    || case when {{ matches(raw, '[*＊]') }} then 'masked' else 'invalid' end
        end
        {%- endfor %}
    ), '')
    {%- endif -%}
{%- endmacro %}

{#- A source contract as the macros need it, read from the source YAML:
    {key: [...], updated_at: name or none, columns: [{name, kind, required, ...}]}. -#}
{% macro source_contract(source_name, table_name) -%}
    {%- set unique_id = 'source.' ~ project_name ~ '.' ~ source_name ~ '.' ~ table_name -%}
    {%- if not execute -%}
        {{ return({'key': [], 'updated_at': none, 'columns': []}) }}
    {%- endif -%}
    {%- set node = graph.sources.get(unique_id) -%}
    {%- if node is none -%}
        {{ exceptions.raise_compiler_error(
            'No source ' ~ source_name ~ '.' ~ table_name ~ ': declare it in models/staging/'
            ~ source_name ~ '/_' ~ source_name ~ '__sources.yml'
        ) }}
    {%- endif -%}
    {%- set meta = node.config.get('meta') or node.get('meta') or {} -%}
    {%- set optional_keys = (meta.get('key_any') or []) | sum(start=[]) -%}
    {%- set columns = [] -%}
    {%- for column in node.columns.values() -%}
        {%- set rules = (column.get('config') or {}).get('meta') or column.get('meta') or {} -%}
        {%- set is_key = column.name in meta.get('key', []) -%}
        {%- do columns.append(dict(
            rules,
            name=column.name,
            kind=rules.get('kind', 'text'),
            required=(rules.get('required', false) or is_key)
                and column.name not in optional_keys,
            soft=rules.get('soft', rules.get('kind') in ('phone', 'email', 'identifier'))
                and not is_key
        )) -%}
    {%- endfor -%}
    {{ return({
        'key': meta.get('key', []),
        'key_any': meta.get('key_any') or [],
        'updated_at': meta.get('updated_at'),
        'columns': columns,
    }) }}
{%- endmacro %}


{#- Why a row cannot be used, as a list of SQL expressions that are null when all is
    well. Reasons name the column and the rule, never the value, which may be personal. -#}
{% macro rejection_reasons(contract) -%}
    {%- set reasons = [] -%}
    {%- for column in contract.columns if not column.soft -%}
        {%- set raw = 'raw_' ~ column.name -%}
        {%- set typed = column.name -%}
        {%- if column.required -%}
            {%- do reasons.append("case when " ~ raw ~ " is null then '" ~ typed ~ " is missing' end") -%}
        {%- endif -%}
        {%- if column.kind in ('text', 'identifier', 'json') -%}
            {%- do reasons.append(
                "case when length(" ~ raw ~ ") > " ~ var('max_text_length') ~ " then '" ~ typed
                ~ " is longer than " ~ var('max_text_length') ~ " characters' end"
            ) -%}
        {%- endif -%}
        {%- if column.kind == 'text' -%}
            {%- do reasons.append(
                "case when substr(" ~ raw ~ ", 1, 1) in ('=', '+', '-', '@') and "
                ~ matches(raw, '^[=+@-].*[(|!]') ~ " then '" ~ typed
                ~ " begins like a spreadsheet formula' end"
            ) -%}
        {%- else -%}
            {%- do reasons.append(
                "case when " ~ raw ~ " is not null and " ~ typed ~ " is null then '" ~ typed
                ~ " is not a valid " ~ (column.kind | replace('_', ' ')) ~ "' end"
            ) -%}
        {%- endif -%}
        {%- set range = out_of_range(column) -%}
        {%- if range -%}{%- do reasons.append(range) -%}{%- endif -%}
        {%- if column.accepted -%}
            {%- do reasons.append(
                "case when " ~ raw ~ " not in ('" ~ column.accepted | join("', '") ~ "') then '"
                ~ typed ~ " is not one of the accepted values' end"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for group in contract.key_any -%}
        {%- do reasons.append(
            "case when coalesce(raw_" ~ group | join(', raw_') ~ ") is null then '"
            ~ group | join(' and ') ~ " are both missing' end"
        ) -%}
    {%- endfor -%}
    {{ return(reasons) }}
{%- endmacro %}


{#- The range rule of one column as SQL that gives a reason, or nothing. For dates `min`
    is the earliest year; its first of January, the usual filler, is out of range. -#}
{% macro out_of_range(column) -%}
    {%- set typed = column.name -%}
    {%- if column.kind in ('amount', 'amount_cents', 'decimal', 'integer') -%}
        {%- set highest = column.max if column.max is defined
            else (10000000 if column.kind != 'integer' else none) -%}
        {%- set lowest = column.min if column.min is defined
            else (none if highest is none else (-highest if column.signed else 0)) -%}
        {%- set tests = [] -%}
        {%- if lowest is not none -%}{%- do tests.append(typed ~ ' < ' ~ lowest) -%}{%- endif -%}
        {%- if highest is not none -%}{%- do tests.append(typed ~ ' > ' ~ highest) -%}{%- endif -%}
        {%- if tests -%}
            {{ return("case when " ~ tests | join(' or ') ~ " then '" ~ typed ~ " is outside "
                ~ lowest ~ " to " ~ highest ~ "' end") }}
        {%- endif -%}
    {%- elif column.kind in ('timestamp', 'compact_timestamp', 'epoch_seconds',
        'epoch_milliseconds', 'date') -%}
        {#- The least of a date is a year: birthdays begin in 1900. -#}
        {%- set first_year = column.min | default(1990) -%}
        {%- set latest = "cast('2100-01-01' as date)" if column.future
            else add_days('_extract_date', 2) -%}
        {%- set earliest = column.min | default(1990) -%}
        {{ return(
            "case when " ~ typed ~ " < cast('" ~ earliest ~ "-01-02' as date) then '" ~ typed
            ~ " is before " ~ earliest ~ "' when " ~ typed ~ " >= " ~ latest ~ " then '" ~ typed
            ~ (" is after 2099' end" if column.future else " is after its extract date' end")
        ) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

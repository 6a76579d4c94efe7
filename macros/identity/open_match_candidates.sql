{#- Hook at the start of a run: the review table of fuzzy candidates, which `onepool
    propose-matches` fills and no build empties, must be there before a model reads it. -#}
{% macro open_match_candidates() -%}
    {%- if execute -%}
        {%- set book = source('review', 'match_candidates') -%}
        {%- set text = dbt.type_string() -%}
        {%- set columns = [
            'left_account ' ~ text, 'right_account ' ~ text,
            'match_weight double', 'match_probability double',
        ] -%}
        {%- for field in ['name', 'birthday', 'city', 'address', 'gender'] -%}
            {%- do columns.append(field ~ '_agreement ' ~ text) -%}
        {%- endfor -%}
        {%- do columns.extend([
            'status ' ~ text, 'proposed_at timestamp', 'decided_at timestamp',
            'decided_by ' ~ text,
        ]) -%}
        {%- do run_query('create schema if not exists ' ~ book.without_identifier()) -%}
        {%- do run_query(
            'create table if not exists ' ~ book ~ ' (' ~ columns | join(', ') ~ ')'
        ) -%}
        {%- if target.type == 'duckdb' -%}{%- do adapter.commit() -%}{%- endif -%}
    {%- endif -%}
{%- endmacro %}

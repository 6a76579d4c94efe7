{#- Hook at the start of a run: the salt keys every hash of personal data, in this
    warehouse and in all that was exported from it. Another salt than that of the build
    before must be meant; var rotate_salt says so. -#}
{% macro refuse_other_salt() -%}
    {%- if not execute or flags.WHICH not in ('build', 'run', 'retry')
        or var('rotate_salt', false) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set salts = adapter.get_relation(
        database=target.database, schema='intermediate', identifier='int_identity__salts'
    ) -%}
    {%- if salts is none -%}
        {{ return('') }}
    {%- endif -%}
    {%- set marks = run_query(
        'select salt_mark, ' ~ salt_mark() ~ ' as mark_of_now from ' ~ salts
        ~ ' order by salt_number desc limit 1'
    ).rows -%}
    {%- if marks and marks[0]['salt_mark'] != marks[0]['mark_of_now'] -%}
        {{ exceptions.raise_compiler_error(
            'ONEPOOL_SALT is not the salt this warehouse was built with. Nothing was '
            ~ 'built. If it was lost or mistyped, set the old one again. To rotate it: '
            ~ "dbt build --vars '{rotate_salt: true}' once with the new one. All rows "
            ~ 'are then judged again; member ids stay; hashes in earlier exports no '
            ~ 'longer match, and blocked identifiers in '
            ~ 'seeds/rules/identity_overrides.csv need their new hashes.'
        ) }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}


{#- Tells two salts apart without telling the salt. -#}
{% macro salt_mark() -%}
    {{ keyed_hash('salt', "'mark'") }}
{%- endmacro %}

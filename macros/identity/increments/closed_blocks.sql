{#- Identity in increments. A block is a component of accounts by all usable identifiers,
    before any guard: what a guard decides hangs on the block alone. A block none of whose
    accounts changed what it shows is closed, and its rows stay as they are. The others are
    open and made anew by the same models that make all of them in a full build.

    int_identity__blocks is the state: written last, read first (so by its name, not by
    ref). Accounts are marked open there before any row of theirs is touched; a build that
    was killed leaves the mark, so the next one opens them again. What comes before blocks
    goes by a list of what changed (touched.sql). -#}

{#- A table of identity as the last build left it, or none. Spark's tables know no deletes:
    in full there. -#}
{% macro kept_table(name) -%}
    {%- if not execute or target.type != 'duckdb' -%}{{ return(none) }}{%- endif -%}
    {{ return(load_relation(this.incorporate(path={'identifier': name}))) }}
{%- endmacro %}


{% macro has_closed_blocks() -%}
    {%- set state = kept_table('int_identity__blocks') -%}
    {{ return(
        state is not none
        and run_query('select 1 from ' ~ state ~ ' where not is_open limit 1').rows | length > 0
    ) }}
{%- endmacro %}


{#- True when this build makes all blocks: told to, other rules or code made what is there,
    or a table that keeps rows is gone. Asked for once, by the first model that hangs on
    it; that one empties the state, and so tells the others. -#}
{% macro opens_all_blocks() -%}
    {%- if flags.FULL_REFRESH or not has_closed_blocks() -%}{{ return(true) }}{%- endif -%}
    {%- for name in tables_of_blocks() -%}
        {%- set relation = kept_table(name) -%}
        {%- if relation is none or not relation.is_table -%}{{ return(true) }}{%- endif -%}
    {%- endfor -%}
    {{ return(run_query(
        'select 1 from ' ~ kept_table('int_identity__looked_at')
        ~ ' where made_by <> (select made_by from ' ~ ref('int_identity__rules')
        ~ ') limit 1'
    ).rows | length > 0) }}
{%- endmacro %}

{% macro tables_of_blocks() -%}
    {{ return([
        'int_identity__looked_at', 'int_identity__identifiers',
        'int_identity__shared_identifiers', 'int_identity__fingerprints',
        'int_identity__links', 'int_identity__forest', 'int_identity__split_identifiers',
    ]) }}
{%- endmacro %}


{#- Hook after int_identity__changed_accounts, in its transaction. -#}
{% macro open_all_blocks_when_due() -%}
    {%- set state = kept_table('int_identity__blocks') -%}
    {%- if state is not none and opens_all_blocks() -%}
        delete from {{ state }}
    {%- endif -%}
{%- endmacro %}


{#- Hook after int_identity__open_accounts, in its transaction. -#}
{% macro mark_open_blocks() -%}
    {%- set state = kept_table('int_identity__blocks') -%}
    {%- if state is not none and has_closed_blocks() -%}
        delete from {{ state }}
        where account_key in (select account_key from {{ this }});
        insert into {{ state }} (account_key, block_key, fingerprint, is_open)
        select account_key, null, null, true from {{ this }}
    {%- endif -%}
{%- endmacro %}


{#- Hook before a table that keeps rows: deletes those that are made anew. -#}
{% macro forget_rows(condition) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ condition }}
    {%- elif execute and has_closed_blocks() -%}
        {{ exceptions.raise_compiler_error(
            this ~ ' is gone and only a part of it would be made: build again with '
            ~ '--select +int_identity__blocks'
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro forget_open_blocks(account_column) -%}
    {{ forget_rows(
        account_column ~ ' in (select account_key from '
        ~ ref('int_identity__open_accounts') ~ ')'
    ) }}
{%- endmacro %}


{#- Only rows of open blocks are added: a build of a part of the models may find rows there
    that an earlier build made. -#}
{% macro only_open_blocks(account_column) -%}
    {%- if is_incremental() -%}
        where {{ account_column }} in (
            select account_key from {{ ref('int_identity__open_accounts') }}
        )
    {%- endif -%}
{%- endmacro %}


{% macro closed_block_materialization() -%}
    {{ return('table' if target.type == 'spark' else 'incremental') }}
{%- endmacro %}

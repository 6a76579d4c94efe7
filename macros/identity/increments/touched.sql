{#- What comes before blocks, in increments: identifiers of accounts, which of them are
    shared, and fingerprints. An account shows what its own row says; an identifier stands
    as its holders and the overrides of it say. So changed accounts give the identifiers to
    judge anew, and those give the accounts of which something may have changed.

    int_identity__changed_accounts and int_identity__touched_identifiers are lists of what
    is to be done. int_identity__blocks empties them when it has been done; a build that
    was killed, or was one of a part of the models, leaves them to the next one. -#}

{#- The rest of a list of what is to be done: what an earlier build left. -#}
{% macro left_of_before(columns) -%}
    {%- set before = kept_table(this.identifier) -%}
    {%- if before is not none and before.is_table %}
union
select {{ columns }}
from {{ before }}
    {%- endif -%}
{%- endmacro %}


{#- Hook after int_identity__blocks, in its transaction: all of it is done. -#}
{% macro clear_touched() -%}
    {%- if target.type == 'duckdb' and not builds_part_of_identity() -%}
        delete from {{ ref('int_identity__changed_accounts') }};
        delete from {{ ref('int_identity__touched_identifiers') }}
    {%- endif -%}
{%- endmacro %}


{#- True when this command builds models but was not told to build all from the changed
    accounts to the blocks: then some tables are of this build, and others of one
    before. -#}
{% macro builds_part_of_identity() -%}
    {%- if not execute or flags.WHICH not in ('build', 'run') -%}{{ return(false) }}{%- endif -%}
    {%- set missing = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and (
        'tiers' in node.fqn or 'increments' in node.fqn or node.name in tables_of_blocks()
    ) and node.config.materialized != 'view'
    and node.unique_id not in selected_resources -%}
        {%- do missing.append(node.name) -%}
    {%- endfor -%}
    {{ return(missing != []) }}
{%- endmacro %}


{% macro forget_changed_accounts() -%}
    {{ forget_rows(
        'account_key in (select account_key from '
        ~ ref('int_identity__changed_accounts') ~ ')'
    ) }}
{%- endmacro %}

{% macro only_changed_accounts(account_column) -%}
    {%- if is_incremental() -%}
        where {{ account_column }} in (
            select account_key from {{ ref('int_identity__changed_accounts') }}
        )
    {%- endif -%}
{%- endmacro %}


{% macro forget_touched_identifiers() -%}
    {{ forget_rows(
        '(identifier_type, identifier_scope, identifier_hash) in ('
        ~ 'select (identifier_type, identifier_scope, identifier_hash) from '
        ~ ref('int_identity__touched_identifiers') ~ ')'
    ) }}
{%- endmacro %}

{% macro is_touched_identifier() -%}
    {%- if is_incremental() -%}
        (identifier_type, identifier_scope, identifier_hash) in (
            select (identifier_type, identifier_scope, identifier_hash)
            from {{ ref('int_identity__touched_identifiers') }}
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}


{% macro forget_touched_accounts() -%}
    {{ forget_rows(
        'account_key in (select account_key from '
        ~ ref('int_identity__touched_accounts') ~ ')'
    ) }}
{%- endmacro %}

{% macro only_touched_accounts() -%}
    {%- if is_incremental() -%}
        where account_key in (
            select account_key from {{ ref('int_identity__touched_accounts') }}
        )
    {%- endif -%}
{%- endmacro %}

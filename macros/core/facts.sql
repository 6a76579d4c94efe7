{#- The settings of a fact that grows by the rows of its intermediate model. -#}
{% macro fact_config(model_name, key) -%}
    {{ config(
        materialized=fact_materialization(),
        unique_key=key,
        incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
        on_schema_change='append_new_columns',
        post_hook="{{ remove_orphans('" ~ model_name ~ "', ['" ~ key ~ "']) }}",
    ) }}
{%- endmacro %}


{#- Accounts with their member and channel, to be joined by account_key. A member who was
    erased keeps the facts, and loses the name behind them. -#}
{% macro accounts_of_members() -%}
    select
        account_key,
        member_id,
        channel_code
    from {{ ref('bridge_member_accounts') }}
    where is_latest
{%- endmacro %}


{#- CTEs of a fact whose rows belong to accounts: `accounts`, and `considered`, the rows
    to write, with member_id and account_channel_code (the channel of the account, or
    the one that delivered the row when the account is unknown). An increment considers
    the rows that are new and those whose account has gone to another member. -#}
{% macro considered_rows(model_name, key) -%}
accounts as (
    {{ accounts_of_members() }}
),

{% if is_incremental() -%}
changed as (
    select {{ key }} from {{ ref(model_name) }}
    where {{ is_new() }}
    union
    select built.{{ key }}
    from {{ this }} as built
    left join accounts on built.account_key = accounts.account_key
    where coalesce(built.member_id, '') != coalesce(accounts.member_id, '')
),

{% endif -%}
considered as (
    select
        delivered.*,
        accounts.member_id,
        coalesce(accounts.channel_code, delivered.channel_code) as account_channel_code
    from {{ ref(model_name) }} as delivered
    left join accounts on delivered.account_key = accounts.account_key
    {%- if is_incremental() %}
    where delivered.{{ key }} in (select {{ key }} from changed)
    {%- endif %}
)
{%- endmacro %}

-- What people did in dialogue and content channels. Grain: interaction.
{{ config(
    materialized=fact_materialization(),
    unique_key='interaction_key',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    on_schema_change='append_new_columns',
    post_hook="{{ remove_orphans('int_interactions__unioned', ['interaction_key']) }}",
) }}

with

interactions as (
    select * from {{ ref('int_interactions__unioned') }}
),

accounts as (
    select
        account_key,
        member_id
    from {{ ref('bridge_member_accounts') }}
)

{%- if is_incremental() %},

changed as (
    -- Not from the CTE above, which would then be held with all its columns.
    select interaction_key from {{ ref('int_interactions__unioned') }}
    where {{ is_new() }}
    union
    select built.interaction_key
    from {{ this }} as built
    left join accounts on built.account_key = accounts.account_key
    where coalesce(built.member_id, '') != coalesce(accounts.member_id, '')
)
{%- endif %}

select
    interactions.interaction_key,
    accounts.member_id,
    interactions.account_key,
    interactions.channel_code,
    interactions.kind,
    interactions.touchpoint,
    interactions.content_id,
    interactions.qr_id,
    interactions.store_id,
    interactions.employee_id,
    interactions.product_id as product_key,
    interactions.campaign_id,
    interactions.duration_seconds,
    interactions.is_deleted,
    interactions.occurred_at,
    {{ business_date('interactions.occurred_at') }} as occurred_on,
    {{ batch_id() }} as _batch_id
from interactions
left join accounts on interactions.account_key = accounts.account_key
{% if is_incremental() -%}
where interactions.interaction_key in (select interaction_key from changed)
{%- endif %}

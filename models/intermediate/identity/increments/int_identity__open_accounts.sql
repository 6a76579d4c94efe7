-- Accounts whose block has to be made anew: those that are new, gone, show something
-- else than in the last build, or were left open by one that was killed; those that
-- share an identifier with them; and all of the blocks that any of these were in.
-- Grain: account.
-- depends_on: {{ ref('int_identity__shared_identifiers') }}
-- depends_on: {{ ref('int_identity__touched_accounts') }}
{{ config(
    materialized='table',
    post_hook="{{ mark_open_blocks() }}",
) }}

with

{% if not has_closed_blocks() -%}
opened as (
    select account_key from {{ ref('int_identity__fingerprints') }}
)
{%- else -%}
shown as (
    select
        account_key,
        fingerprint
    from {{ ref('int_identity__fingerprints') }}
    where
        account_key in (
            select account_key from {{ ref('int_identity__touched_accounts') }}
        )
),

known as (
    select * from {{ kept_table('int_identity__blocks') }}
),

known_before as (
    select
        account_key,
        block_key,
        fingerprint,
        is_open
    from known
    where
        is_open
        or account_key in (
            select account_key from {{ ref('int_identity__touched_accounts') }}
        )
),

changed as (
    select
        coalesce(shown.account_key, known_before.account_key) as account_key,
        known_before.block_key
    from shown
    full outer join known_before on shown.account_key = known_before.account_key
    where
        known_before.is_open
        or coalesce(shown.fingerprint, '') <> coalesce(known_before.fingerprint, '')
),

identifiers as (
    select
        account_key,
        identifier_key
    from {{ ref('int_identity__shared_identifiers') }}
),

met_identifiers as (
    select distinct identifiers.identifier_key
    from identifiers
    inner join changed on identifiers.account_key = changed.account_key
),

met as (
    select identifiers.account_key
    from identifiers
    inner join met_identifiers
        on identifiers.identifier_key = met_identifiers.identifier_key
),

blocks as (
    select block_key from changed
    where block_key is not null
    union
    select known.block_key
    from known
    inner join met on known.account_key = met.account_key
    where known.block_key is not null
),

opened as (
    select account_key from changed
    union
    select known.account_key
    from known
    inner join blocks on known.block_key = blocks.block_key
)
{%- endif %}

select account_key from opened

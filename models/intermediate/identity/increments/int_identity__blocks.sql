-- The blocks that are done, with what their accounts showed: the state that the next
-- build compares with. Written last. Grain: account with a shared identifier.
-- depends_on: {{ ref('int_identity__links') }} {{ ref('int_identity__forest') }}
-- depends_on: {{ ref('int_identity__split_identifiers') }}
-- depends_on: {{ ref('int_identity__open_accounts') }}
-- depends_on: {{ ref('int_identity__looked_at') }}
-- depends_on: {{ ref('int_identity__changed_accounts') }}
-- depends_on: {{ ref('int_identity__touched_identifiers') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_open_blocks('account_key') }}",
    post_hook="{{ clear_touched() }}",
    tags=['blocks'],
) }}

select
    blocks.node_key as account_key,
    blocks.component_key as block_key,
    fingerprints.fingerprint,
    false as is_open
from {{ ref('int_identity__open_blocks') }} as blocks
inner join {{ ref('int_identity__fingerprints') }} as fingerprints
    on blocks.node_key = fingerprints.account_key
{{ only_open_blocks('blocks.node_key') }}

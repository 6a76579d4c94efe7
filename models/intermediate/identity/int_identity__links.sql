-- Links between accounts that were accepted: of what the tiers offered, those that stay
-- within one person after all guards. Those of closed blocks stay from the last build.
-- Grain: identifier with its evidence, later account.
-- depends_on: {{ ref('int_identity__open_accounts') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_open_blocks('left_key') }}",
    tags=['blocks'],
) }}

select * from {{ ref('int_identity__open_links') }}
{{ only_open_blocks('left_key') }}

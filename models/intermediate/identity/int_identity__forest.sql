-- The earliest links that connect the accounts of each component; n accounts, n - 1
-- rows. Those of closed blocks stay from the last build. Grain: link. component_key is
-- the smallest account key of the component.
-- depends_on: {{ ref('int_identity__open_accounts') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_open_blocks('left_key') }}",
    tags=['blocks'],
) }}

select * from {{ ref('int_identity__open_forest') }}
{{ only_open_blocks('left_key') }}

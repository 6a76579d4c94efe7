-- What labels said at the first build of a month, to be held against what came after.
-- Grain: snapshot day, member (as called then), label, slot. A log that is only added
-- to; what is too old, and what we may no longer know, is taken out. Spark builds all
-- tables in full and keeps the newest snapshot alone.
{{ config(
    materialized='table' if target.type == 'spark' else 'incremental',
    incremental_strategy='append',
    unique_key=['snapshot_on', 'member_id', 'label_code', 'slot'],
    on_schema_change='append_new_columns',
    full_refresh=false,
    post_hook="{{ forget_label_snapshots() }}",
) }}

with

-- The few who are left out make a smaller table to look up in than all who are not.
erased as (
    select member_id from {{ ref('member_permissions') }} where is_erased
),

known as (
    select labels.*
    from {{ ref('member_labels') }} as labels
    left join erased on labels.member_id = erased.member_id
    where erased.member_id is null
)

select
    {{ as_of_date() }} as snapshot_on,
    member_id,
    label_code,
    slot,
    value,
    origin
from known
{%- if is_incremental() %}
where
    {{ month_of(as_of_date()) }}
    not in (select {{ month_of('snapshot_on') }} from {{ this }})
{%- endif %}

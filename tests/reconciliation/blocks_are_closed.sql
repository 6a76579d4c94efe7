-- After a build every account that shares an identifier stands in a block, with what it
-- shows now, and no other account does. After a build of a part of the models the rest
-- of them is still to come.
with

shown as (
    select * from {{ ref('int_identity__fingerprints') }}
),

blocks as (
    select * from {{ ref('int_identity__blocks') }}
)

select
    coalesce(shown.account_key, blocks.account_key) as account_key,
    shown.fingerprint as shown_fingerprint,
    blocks.fingerprint as block_fingerprint
from shown
full outer join blocks on shown.account_key = blocks.account_key
where
    {{ "1 = 0 and" if builds_part_of_identity() }} (
        blocks.is_open
        or shown.account_key is null
        or blocks.account_key is null
        or shown.fingerprint <> blocks.fingerprint
    )

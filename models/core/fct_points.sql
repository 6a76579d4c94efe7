-- Entries of the points ledger. Grain: entry. Points are signed: burnt and expired ones
-- are negative.
{{ fact_config('int_points__unioned', 'entry_key') }}

with

{{ considered_rows('int_points__unioned', 'entry_key') }}

select
    entry_key,
    member_id,
    account_key,
    account_channel_code as channel_code,
    kind,
    points,
    order_key,
    is_deleted,
    occurred_at,
    {{ business_date('occurred_at') }} as occurred_on,
    expires_on,
    {{ batch_id() }} as _batch_id
from considered

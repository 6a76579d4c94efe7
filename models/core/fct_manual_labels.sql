-- Labels that people, or models outside the warehouse, put on an account. Grain:
-- account, label. A label without a member or with an unknown code is kept here and
-- reported; it does not reach marts.member_labels.
{{ fact_config('int_manual_labels__unioned', 'manual_label_key') }}

with

{{ considered_rows('int_manual_labels__unioned', 'manual_label_key') }}

select
    manual_label_key,
    member_id,
    account_key,
    account_channel_code as channel_code,
    label as label_code,
    value,
    coalesce(origin, 'human') as origin,
    confidence,
    operator,
    is_deleted,
    assigned_at,
    expires_on,
    {{ batch_id() }} as _batch_id
from considered

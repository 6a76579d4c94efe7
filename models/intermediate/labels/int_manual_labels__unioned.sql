-- Staged labels that people, or models outside the warehouse, gave. Grain: delivering
-- channel, account, label.
select
    *,
    {{ joined_key(['channel_code', 'account_key', 'label']) }} as manual_label_key
from {{ ref('stg_standard__labels') }}

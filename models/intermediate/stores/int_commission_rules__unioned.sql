-- Staged shares of sales that partners earn. Grain: delivering channel, rule, partner.
select
    *,
    {{ joined_key([
        'channel_code', 'rule_id', 'store_id', 'dealer_id'
    ]) }} as commission_rule_key
from {{ ref('stg_standard__commission_rules') }}

-- Shares of net sales that stores and dealers earn. Grain: delivering channel, rule,
-- partner.
select
    commission_rule_key,
    rule_id,
    store_id as store_key,
    dealer_id,
    share,
    is_deleted,
    valid_from,
    valid_to
from {{ ref('int_commission_rules__unioned') }}

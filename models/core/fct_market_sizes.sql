-- The market as others estimate it. Grain: delivering channel, category,
-- province, month.
select
    channel_code,
    category,
    province,
    period,
    buyers,
    spend_amount,
    source,
    is_deleted
from {{ ref('int_market_sizes__unioned') }}

-- Staged estimates of the market. Grain: delivering channel, category, province, month.
select
    *,
    {{ joined_key([
        'channel_code', 'category', 'province', 'period'
    ]) }} as market_size_key
from {{ ref('stg_standard__market_size') }}

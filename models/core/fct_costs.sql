-- What was spent, on media, gifts, content, platforms, staff and discounts. Grain:
-- cost.
{{ fact_config('int_costs__unioned', 'cost_key') }}

select
    cost_key,
    channel_code,
    cost_id,
    kind,
    campaign_id as campaign_key,
    strategy_id as strategy_key,
    placement,
    creative,
    supplier,
    amount,
    impressions,
    clicks,
    is_deleted,
    occurred_on,
    {{ batch_id() }} as _batch_id
from {{ ref('int_costs__unioned') }}
{% if is_incremental() -%}
where {{ is_new() }}
{%- endif %}

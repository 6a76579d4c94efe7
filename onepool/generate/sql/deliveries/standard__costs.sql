select
    cost_no as _key,
    seconds_of(occurred_on) as _changed_s,
    'headquarters' as _channel,
    'CO' || lpad(cost_no::varchar, 8, '0') as cost_id,
    occurred_on,
    kind,
    campaign_key(campaign_no) as campaign_id,
    'ST' || lpad(strategy_no::varchar, 4, '0') as strategy_id,
    placement,
    creative,
    supplier,
    money(amount_cents) as amount,
    impressions,
    clicks,
from costs
where delivered(seconds_of(occurred_on), cost_no)

select
    campaign_no as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    campaign_key(campaign_no) as campaign_id,
    name,
    kind,
    theme,
    ['满减', '赠品', '积分加倍'][1 + campaign_no % 3] as template,
    scope,
    wall_date(start_s) as starts_on,
    wall_date(until_s - 1) as ends_on,
    'paid_orders' as goal_metric,
    greatest(10, getvariable('people') // 25) as goal_value,
    money(getvariable('people') * 60 + 5000) as budget,
    ['会员运营', '电商', '渠道'][1 + campaign_no % 3] as owner,
from campaigns
where start_s - 14 * 86400 < getvariable('cut_s')

union all

-- The way back of an audience has no budget and names its definition as the template.
select
    campaign_no,
    getvariable('prev_s'),
    'headquarters',
    campaign_id,
    title,
    'audience',
    'marketing',
    audience,
    'headquarters',
    wall_date(start_s),
    wall_date(until_s - 1),
    goal_metric,
    goal_value,
    null,
    owner,
from audiences
where start_s <= getvariable('cut_s')

-- What variants of an advertisement or message brought. Grain: test, variant. Tests
-- are the creatives of one placement (clicks over impressions), the contents of a
-- campaign or strategy within one dialogue channel (answers over messages that
-- arrived), and all creatives over placements, whose rates are confounded with the
-- placements.
with

media as (
    select * from {{ ref('fct_costs') }}
    where
        kind = 'media'
        and creative is not null
        and coalesce(impressions, 0) > 0
        and not is_deleted
        and occurred_on <= {{ as_of_date() }}
),

messages as (
    select
        *,
        coalesce(campaign_key, strategy_key) as run_key
    from {{ ref('dialogue_contacts') }}
    where source = 'send' and is_delivered and content_key is not null
),

variants as (
    select
        'placement' as test_kind,
        'placement:' || placement as test_key,
        creative as variant_key,
        sum(impressions) as trials,
        sum(coalesce(clicks, 0)) as hits,
        sum(amount) as cost_amount,
        min(occurred_on) as first_on,
        max(occurred_on) as last_on
    from media
    where placement is not null
    group by placement, creative
    union all
    select
        'media' as test_kind,
        'media' as test_key,
        creative as variant_key,
        sum(impressions) as trials,
        sum(coalesce(clicks, 0)) as hits,
        sum(amount) as cost_amount,
        min(occurred_on) as first_on,
        max(occurred_on) as last_on
    from media
    group by creative
    union all
    select
        'message' as test_kind,
        'message:' || run_key || ':' || dialogue_channel as test_key,
        content_key as variant_key,
        count(*) as trials,
        sum(case when is_responded then 1 else 0 end) as hits,
        sum(cost_amount) as cost_amount,
        min(contacted_on) as first_on,
        max(contacted_on) as last_on
    from messages
    where run_key is not null
    group by run_key, dialogue_channel, content_key
)

select
    test_kind,
    test_key,
    variant_key,
    cast(trials as bigint) as trials,
    -- More clicks than impressions are a fault of the report.
    cast(least(hits, trials) as bigint) as hits,
    cast(cost_amount as decimal(18, 2)) as cost_amount,
    first_on,
    last_on
from variants

-- Strategies: standing rules of whom to address, when and how; the newest record over
-- all channels. One that facts name but nobody has described has is_inferred. Grain:
-- strategy.
with

described as (
    select * from {{ ref('int_strategies__newest') }}
),

named as (
    {{ distinct_keys('strategy_key', [
        ('fct_assignments', 'strategy_key'),
        ('fct_sends', 'strategy_key'),
        ('fct_costs', 'strategy_key'),
    ]) }}
)

select
    coalesce(described.strategy_id, named.strategy_key) as strategy_key,
    described.name as strategy_name,
    described.kind,
    described.trigger,
    described.journey_stage,
    described.segment,
    described.offer,
    described.dialogue_channel,
    described.owner,
    described.strategy_id is null as is_inferred,
    described.starts_on,
    described.ends_on
from described
full outer join named on described.strategy_id = named.strategy_key

-- Campaigns; the newest record over all channels. One that facts name but nobody has
-- described has is_inferred. Grain: campaign.
with

described as (
    select * from {{ ref('int_campaigns__newest') }}
),

named as (
    {{ distinct_keys('campaign_key', [
        ('fct_assignments', 'campaign_key'),
        ('fct_sends', 'campaign_key'),
        ('fct_coupons', 'campaign_key'),
        ('fct_costs', 'campaign_key'),
        ('fct_orders', 'campaign_id'),
        ('fct_interactions', 'campaign_id'),
    ]) }}
)

select
    coalesce(described.campaign_id, named.campaign_key) as campaign_key,
    described.name as campaign_name,
    described.kind,
    described.theme,
    described.template,
    described.scope,
    described.goal_metric,
    described.goal_value,
    described.budget as budget_amount,
    described.owner,
    described.campaign_id is null as is_inferred,
    described.starts_on,
    described.ends_on
from described
full outer join named on described.campaign_id = named.campaign_key

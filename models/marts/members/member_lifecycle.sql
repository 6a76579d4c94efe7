-- The lifecycle stage and value layer of every member on as_of. Grain: member; erased
-- members are left out. The same rules as lifecycle_monthly, by the day.
with

rules as (
    {{ lifecycle_rules() }}
),

layers as (
    {{ value_layer_cells() }}
),

dialogue as (
    select
        member_id,
        max(last_interaction_on) as last_interaction_on
    from {{ ref('member_months') }}
    group by member_id
),

state as (
    select
        members.member_id,
        purchases.first_order_on,
        purchases.last_order_on,
        purchases.last_return_on,
        dialogue.last_interaction_on,
        coalesce(purchases.window_orders, 0) as window_orders,
        {{ value_band('scores.frequency_score', 'scores.monetary_score') }}
            as value_band
    from {{ ref('dim_members') }} as members
    left join {{ ref('purchase_summaries') }} as purchases
        on members.member_id = purchases.member_id
    left join {{ ref('rfm_scores') }} as scores on members.member_id = scores.member_id
    left join dialogue on members.member_id = dialogue.member_id
    where
        not members.is_erased
        and {{ business_date('members.first_seen_at') }} <= {{ as_of_date() }}
),

staged as (
    select
        state.*,
        {{ lifecycle_stage(as_of_date()) }} as lifecycle_stage
    from state
    cross join rules
)

select
    staged.member_id,
    staged.lifecycle_stage,
    layers.layer_code as value_layer,
    staged.value_band,
    staged.first_order_on,
    staged.last_order_on,
    staged.last_return_on,
    staged.last_interaction_on,
    staged.window_orders
from staged
left join layers
    on
        staged.lifecycle_stage = layers.stage_code
        and staged.value_band = layers.value_band

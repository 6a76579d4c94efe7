-- Where a member stands in the schemes of the marts of members. Grain: member. The band
-- of predicted value is a third by cume_dist, so that equal values stand together.
with

rules as (
    {{ label_rules(['alive_high', 'alive_low']) }}
),

predicted as (
    select
        member_id,
        probability_alive,
        predicted_value_12_months as predicted_value,
        cume_dist() over (
            partition by predicted_value_12_months is null
            order by predicted_value_12_months
        ) as predicted_value_place
    from {{ ref('predicted_values') }}
),

computed as (
    select
        permissions.member_id,
        lifecycle.lifecycle_stage,
        lifecycle.value_layer,
        scores.class_code as rfm_class,
        {{ third_of('predicted.predicted_value') }} as predicted_value_band,
        case
            when predicted.probability_alive >= rules.alive_high then 'likely'
            when predicted.probability_alive < rules.alive_low then 'unlikely'
            when predicted.probability_alive is not null then 'open'
        end as still_buying
    from {{ ref('member_permissions') }} as permissions
    cross join rules
    left join {{ ref('member_lifecycle') }} as lifecycle
        on permissions.member_id = lifecycle.member_id
    left join {{ ref('rfm_scores') }} as scores
        on permissions.member_id = scores.member_id
    left join predicted on permissions.member_id = predicted.member_id
    where not permissions.is_erased
)

select
    {{ permitted_labels('segment') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id

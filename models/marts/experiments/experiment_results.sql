-- Every arm of a campaign or strategy against its arm `control`. Grain: experiment,
-- arm, slice, metric, method. Members are compared as assigned, whether or not they
-- were reached. A comparison that cannot be made has a reason instead of an interval.
with

moments as (
    select * from {{ ref('experiment_moments') }}
),

{{ experiment_estimate_ctes() }},

{{ experiment_comparison_ctes() }},

{{ experiment_correction_ctes() }}

select
    experiment_key,
    campaign_key,
    strategy_key,
    arm,
    slice_dimension,
    slice_value,
    metric,
    method,
    window_days,
    members,
    control_members,
    value as arm_value,
    control_value,
    absolute_lift,
    absolute_lift - margin_of_error as ci_low,
    absolute_lift + margin_of_error as ci_high,
    relative_lift,
    relative_lift - relative_margin_of_error as relative_ci_low,
    relative_lift + relative_margin_of_error as relative_ci_high,
    error as standard_error,
    statistic,
    freedom as degrees_of_freedom,
    p_value,
    comparisons,
    correction,
    adjusted_p_value,
    adjusted_p_value < 0.05 as is_significant,
    case when method = 'welch_cuped' then variance_reduction end as variance_reduction,
    cast(members_without_pre_period as double) / nullif(members, 0)
        as unknown_pre_period_share,
    reason
from corrected

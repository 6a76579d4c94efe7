-- How far matching can be believed: where an arm was held out at random, what matching
-- finds from other members beside what the experiment shows. Grain: experiment, arm,
-- metric that both can tell. The touched are the same on both sides, so the error of
-- the bias is that of the two comparison groups.
with

matched as (
    select * from {{ ref('matched_results') }} where reason is null
),

randomised as (
    select
        experiment_key,
        arm,
        metric,
        absolute_lift,
        ci_low,
        ci_high
    from {{ ref('experiment_results') }}
    where
        slice_dimension = 'all'
        and method in ('difference_of_proportions', 'welch')
        and reason is null
),

controls as (
    {%- for metric in matched_metrics() %}
    select
        experiment_key,
        '{{ metric }}' as metric,
        {{ metric }}_variance / nullif(members, 0) as control_square
    from {{ ref('experiment_moments') }}
    where arm = 'control' and slice_dimension = 'all'
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

lights as (
    select
        experiment_key,
        light
    from {{ ref('experiment_health') }}
    where check_code = 'overall'
),

compared as (
    select
        matched.*,
        randomised.absolute_lift,
        randomised.ci_low as randomised_ci_low,
        randomised.ci_high as randomised_ci_high,
        lights.light as health_light,
        matched.effect - randomised.absolute_lift as bias,
        sqrt(power(matched.untouched_error, 2) + controls.control_square) as bias_error
    from matched
    inner join randomised
        on
            matched.experiment_key = randomised.experiment_key
            and matched.arm = randomised.arm
            and matched.metric = randomised.metric
    inner join controls
        on
            matched.experiment_key = controls.experiment_key
            and matched.metric = controls.metric
    left join lights on matched.experiment_key = lights.experiment_key
)

select
    experiment_key,
    campaign_key,
    strategy_key,
    arm,
    metric,
    grade,
    health_light,
    touched_value as attributed_value,
    effect as matched_effect,
    ci_low as matched_ci_low,
    ci_high as matched_ci_high,
    absolute_lift as randomised_effect,
    randomised_ci_low,
    randomised_ci_high,
    bias,
    bias_error,
    abs(bias) <= 1.959963984540054e0 * bias_error as is_within_error
from compared

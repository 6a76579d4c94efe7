-- Means, variances and covariances that results and health of experiments rest on.
-- Grain: experiment, arm, slice; slices by what was so before the assignment. Of
-- counted members; an unknown pre-period counts as no spend, which is the same in
-- every arm.
with

members as (
    select
        *,
        coalesce(cast(pre_net_amount as double), 0) as pre_amount
    from {{ ref('experiment_members') }}
    where coalesce(excluded_reason, '') != 'conflicting_arms'
),

counted as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        rfm_segment_before,
        lifecycle_stage_before,
        channel_code,
        propensity,
        is_counted,
        case
            when is_counted
                then
                    ({{ epoch_seconds('window_to') }} - {{ epoch_seconds('window_from') }})
                    / 86400.0e0
        end as window_days,
        case when is_counted then pre_amount end as pre_amount,
        case when is_counted and pre_net_amount is null then 1 else 0 end
            as is_pre_unknown
        {%- for metric in experiment_metrics() %},
        case when is_counted then cast({{ metric }} as double) end as {{ metric }}
        {%- endfor %}
    from members
)
{%- for dimension, column in experiment_slices().items() %}

select
    experiment_key,
    campaign_key,
    strategy_key,
    arm,
    '{{ dimension }}' as slice_dimension,
    {{ column }} as slice_value,
    avg(cast(propensity as double)) as planned_share,
    count(propensity) as members_with_plan,
    count(*) as assigned_members,
    count(pre_amount) as members,
    cast(sum(is_pre_unknown) as bigint) as members_without_pre_period,
    {{ rounded('avg(window_days)', 6) }} as window_days,
    avg(pre_amount) as pre_mean,
    var_samp(pre_amount) as pre_variance,
    covar_samp(net_amount, orders) as net_orders_covariance
    {%- for metric in experiment_metrics() %},
    avg({{ metric }}) as {{ metric }}_mean,
    var_samp({{ metric }}) as {{ metric }}_variance,
    covar_samp({{ metric }}, pre_amount) as {{ metric }}_pre_covariance
    {%- endfor %}
from counted
group by
    experiment_key,
    campaign_key,
    strategy_key,
    arm
    {%- if dimension != 'all' %},
    {{ column }}
    {%- endif %}
{{ "union all" if not loop.last }}
{%- endfor %}

{#- CTEs from `moments`, rows of experiment_moments, to `estimates`: one row an experiment,
    slice, arm, metric and method with value and variance, so that variance / members is
    the square of the standard error. docs/experiments.md has the formulas. -#}
{% macro experiment_estimate_ctes() -%}
measured as (
    {%- for metric in experiment_metrics() %}
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        slice_dimension,
        slice_value,
        members,
        members_without_pre_period,
        window_days,
        pre_mean,
        pre_variance,
        '{{ metric }}' as metric,
        {{ metric }}_mean as mean,
        {{ metric }}_variance as variance,
        {{ metric }}_pre_covariance as covariance
    from moments
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- One theta over all arms, from within them: the difference of the arms is no part of it.
fitted as (
    select
        *,
        sum((members - 1) * covariance) over (
            partition by experiment_key, slice_dimension, slice_value, metric
        ) / nullif(sum((members - 1) * pre_variance) over (
            partition by experiment_key, slice_dimension, slice_value, metric
        ), 0) as theta,
        sum(members * pre_mean) over (
            partition by experiment_key, slice_dimension, slice_value, metric
        ) / nullif(sum(members) over (
            partition by experiment_key, slice_dimension, slice_value, metric
        ), 0) as pre_mean_of_all
    from measured
),

ratios as (
    select
        *,
        net_amount_mean / nullif(orders_mean, 0) as ratio
    from moments
),

estimates as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        slice_dimension,
        slice_value,
        members,
        members_without_pre_period,
        window_days,
        cast(null as double) as order_count,
        metric,
        case when metric = 'conversion' then 'difference_of_proportions' else 'welch' end
            as method,
        mean as value,
        case when metric = 'conversion' then mean * (1 - mean) else variance end
            as variance,
        cast(null as double) as variance_reduction
    from fitted
    union all
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        slice_dimension,
        slice_value,
        members,
        members_without_pre_period,
        window_days,
        cast(null as double) as order_count,
        metric,
        'welch_cuped' as method,
        mean - theta * (pre_mean - pre_mean_of_all) as value,
        greatest(
            variance - 2 * theta * covariance + power(theta, 2) * pre_variance, 0
        ) as variance,
        (2 * theta * covariance - power(theta, 2) * pre_variance)
        / nullif(variance, 0) as variance_reduction
    from fitted
    where theta is not null
    union all
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm,
        slice_dimension,
        slice_value,
        members,
        members_without_pre_period,
        window_days,
        orders_mean * members as order_count,
        'average_order_value' as metric,
        'delta' as method,
        ratio as value,
        greatest(
            net_amount_variance - 2 * ratio * net_orders_covariance
            + power(ratio, 2) * orders_variance, 0
        ) / power(orders_mean, 2) as variance,
        cast(null as double) as variance_reduction
    from ratios
)
{%- endmacro %}

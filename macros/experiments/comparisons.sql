{#- CTEs from `estimates` to `tested`: every arm against the arm `control` of its slice,
    with standard error, interval and p-value, or the reason why there is none. -#}
{% macro experiment_comparison_ctes() -%}
controls as (
    select
        experiment_key,
        slice_dimension,
        slice_value,
        metric,
        method,
        members as control_members,
        order_count as control_order_count,
        value as control_value,
        variance as control_variance
    from estimates
    where arm = 'control'
),

controlled as (
    select distinct experiment_key from estimates
    where arm = 'control'
),

paired as (
    select
        estimates.*,
        controls.control_members,
        controls.control_order_count,
        controls.control_value,
        controls.control_variance,
        controlled.experiment_key is not null as has_control,
        estimates.value - controls.control_value as absolute_lift,
        estimates.variance / nullif(estimates.members, 0) as square,
        controls.control_variance / nullif(controls.control_members, 0)
            as control_square,
        {{ pooled_z(
            'estimates.value * estimates.members', 'estimates.members',
            'controls.control_value * controls.control_members',
            'controls.control_members'
        ) }} as share_z
    from estimates
    left join controls
        on
            estimates.experiment_key = controls.experiment_key
            and estimates.slice_dimension = controls.slice_dimension
            and estimates.slice_value = controls.slice_value
            and estimates.metric = controls.metric
            and estimates.method = controls.method
    left join controlled on estimates.experiment_key = controlled.experiment_key
    where estimates.arm != 'control'
),

reasoned as (
    select
        *,
        sqrt(square + control_square) as standard_error,
        case
            when not has_control then 'no_control'
            when members = 0 then 'empty_arm'
            when coalesce(control_members, 0) = 0 then 'empty_control'
            when
                least(members, control_members)
                < {{ var('experiment_least_members') }}
                then 'too_few_members'
            when absolute_lift is null then 'no_orders'
            when
                method = 'delta'
                and round(least(order_count, control_order_count))
                < {{ var('experiment_least_members') }}
                then 'too_few_orders'
            when square + control_square = 0 then 'zero_variance'
            when method = 'difference_of_proportions' and share_z is null
                then 'too_few_conversions'
        end as reason
    from paired
),

weighed as (
    select
        *,
        case when reason is null then standard_error end as error,
        case when method in ('welch', 'welch_cuped') and reason is null
            then power(square + control_square, 2) / (
                power(square, 2) / (members - 1)
                + power(control_square, 2) / (control_members - 1)
            )
        end as freedom,
        case
            when reason is not null then null
            when method = 'difference_of_proportions' then share_z
            else absolute_lift / standard_error
        end as statistic
    from reasoned
),

limited as (
    select
        *,
        {{ student_95('freedom') }} as first_limit
    from weighed
),

tested as (
    select
        *,
        case
            when freedom is null then 1.959963984540054e0
            else {{ student_95_refined('first_limit', 'freedom') }}
        end * error as margin_of_error,
        case
            when freedom is null then {{ normal_two_sided('statistic') }}
            else {{ student_two_sided('statistic', 'freedom') }}
        end as p_value,
        absolute_lift / nullif(control_value, 0) as relative_lift,
        case
            when error is not null and control_value > 0
                then 1.959963984540054e0 * sqrt(
                    square / power(control_value, 2)
                    + control_square * power(value, 2) / power(control_value, 4)
                )
        end as relative_margin_of_error
    from limited
)
{%- endmacro %}


{#- CTEs from `tested` to `corrected`: Holm over the arms of an experiment, Benjamini and
    Hochberg over all arms and values of a slice dimension. -#}
{% macro experiment_correction_ctes() -%}
{%- set family = 'partition by experiment_key, slice_dimension, metric, method' -%}
ranked as (
    select
        *,
        count(p_value) over ({{ family }}) as comparisons,
        row_number() over (
            {{ family }} order by p_value nulls last, arm, slice_value
        ) as place
    from tested
),

stepped as (
    select
        *,
        max(p_value * (comparisons - place + 1)) over (
            {{ family }} order by place
            rows between unbounded preceding and current row
        ) as holm,
        min(p_value * comparisons / place) over (
            {{ family }} order by place
            rows between current row and unbounded following
        ) as benjamini_hochberg
    from ranked
),

corrected as (
    select
        *,
        case when slice_dimension = 'all' then 'holm' else 'benjamini_hochberg' end
            as correction,
        case
            when p_value is not null
                then least(
                    case when slice_dimension = 'all' then holm else benjamini_hochberg end,
                    1
                )
        end as adjusted_p_value
    from stepped
)
{%- endmacro %}

{#- CTEs from `moments` (rows of slice `all`) to `arm_checks`: one row an experiment, with
    what the sizes of its arms, their pre-period and their number say. -#}
{% macro experiment_arm_check_ctes() -%}
planned as (
    select
        *,
        sum(assigned_members) over (partition by experiment_key)
        * planned_share / sum(planned_share) over (partition by experiment_key)
            as expected_members,
        sum(planned_share) over (partition by experiment_key) as planned_in_all
    from moments
),

held as (
    select
        experiment_key,
        members as control_members,
        conversion_mean as control_conversion,
        pre_mean as control_pre_mean,
        pre_variance as control_pre_variance
    from moments
    where arm = 'control'
),

-- z of the least lift worth finding, per arm; the error of a share p is that of p itself.
sized as (
    select
        planned.*,
        held.control_members,
        held.control_conversion,
        planned.pre_mean - held.control_pre_mean as pre_difference,
        planned.pre_variance / nullif(planned.members, 0) as square,
        held.control_pre_variance / nullif(held.control_members, 0) as control_square,
        case
            when
                planned.arm != 'control'
                and least(planned.members, held.control_members)
                >= {{ var('experiment_least_members') }}
                and held.control_conversion > 0
                and held.control_conversion < 1
                then sqrt(
                    held.control_conversion * (1 - held.control_conversion)
                    * (1.0e0 / planned.members + 1.0e0 / held.control_members)
                )
        end as share_error,
        planned.arm != 'control'
        and least(planned.members, held.control_members)
        >= {{ var('experiment_least_members') }} as is_comparable
    from planned
    left join held on planned.experiment_key = held.experiment_key
),

weighed as (
    select
        *,
        case
            when is_comparable and square + control_square > 0
                then pre_difference / sqrt(square + control_square)
        end as pre_statistic,
        case
            when is_comparable and square + control_square > 0
                then power(square + control_square, 2) / (
                    power(square, 2) / (members - 1)
                    + power(control_square, 2) / (control_members - 1)
                )
        end as pre_freedom,
        {{ var('experiment_relevant_lift') }} * control_conversion / share_error
            as relevant_z
    from sized
),

chances as (
    select
        *,
        case
            when pre_statistic is not null
                then {{ student_two_sided('pre_statistic', 'pre_freedom') }}
        end as pre_p_value,
        case
            when relevant_z is not null
                then {{ normal_below('(relevant_z - 1.959963984540054e0)') }}
                + {{ normal_below('(-relevant_z - 1.959963984540054e0)') }}
        end as power,
        (1.959963984540054e0 + 0.8416212335729143e0) * share_error
        / nullif(control_conversion, 0) as detectable_lift
    from weighed
),

summed as (
    select
        experiment_key,
        count(*) as arms,
        sum(power(assigned_members - expected_members, 2) / expected_members)
            as chi_square,
        min(case when members_with_plan = assigned_members then 1 else 0 end)
            as has_plan,
        max(planned_in_all) as planned_in_all,
        max(case when arm = 'control' then 1 else 0 end) as has_control,
        sum(case when members = 0 then 1 else 0 end) as empty_arms,
        sum(members) as members,
        max(net_amount_variance) as net_variance,
        min(net_amount_mean) as least_mean,
        max(net_amount_mean) as largest_mean,
        case
            when count(pre_p_value) > 0
                then least(min(pre_p_value) * count(pre_p_value), 1)
        end as pre_p_value,
        min(power) as power,
        max(detectable_lift) as detectable_lift
    from chances
    group by experiment_key
),

arm_checks as (
    select
        experiment_key,
        arms,
        case
            when has_plan = 1 and arms between 2 and 101
                then {{ chi_square_tail('chi_square', '(arms - 1)') }}
        end as sample_ratio,
        cast(1 - has_control as double) as no_control,
        case
            when members > 0
                then empty_arms
                + case when has_plan = 1 and planned_in_all < 0.999 then 1 else 0 end
        end as empty_arm,
        case
            when members > 0
                then case
                    when coalesce(net_variance, 0) = 0 and least_mean = largest_mean
                        then 1
                    else 0
                end
        end as zero_variance,
        pre_p_value as pre_period_imbalance,
        power,
        detectable_lift
    from summed
)
{%- endmacro %}

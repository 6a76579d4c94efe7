{#- CTEs to `effects`: net amount that the treated members of an experiment spent above
    what as many of its control spent, with its standard error and degrees of freedom
    (Welch 1947, Satterthwaite 1946). Arms share one control, whose error counts once for
    all of them. -#}
{% macro attribution_effect_ctes() -%}
arms as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        arm = 'control' as is_control,
        cast(members as double) as members,
        net_amount_mean as mean,
        net_amount_variance as variance
    from {{ ref('experiment_moments') }}
    where slice_dimension = 'all'
),

sides as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        sum(case when is_control then 0 else members end) as treated_members,
        sum(case when is_control then members else 0 end) as control_members,
        min(members) as least_members,
        sum(case when is_control then 0 else members * mean end) as treated_amount,
        sum(case when is_control then mean end) as control_mean,
        sum(case when is_control then 0 else members * variance end) as treated_square,
        sum(
            case when is_control then 0 else power(members * variance, 2) end
            / nullif(members - 1, 0)
        ) as treated_fourth,
        sum(case when is_control then variance end / nullif(members, 0))
            as control_square,
        sum(case when is_control then 1 else 0 end) as controls
    from arms
    group by experiment_key, campaign_key, strategy_key
),

squared as (
    select
        *,
        treated_amount - treated_members * control_mean as incremental_amount,
        treated_square + power(treated_members, 2) * control_square as square,
        treated_fourth
        + power(power(treated_members, 2) * control_square, 2)
        / nullif(control_members - 1, 0) as fourth
    from sides
),

freed as (
    select
        *,
        case
            when controls = 0 then 'no_control'
            when least_members < {{ var('experiment_least_members') }}
                then 'too_few_members'
            when square = 0 then 'zero_variance'
        end as reason,
        power(square, 2) / nullif(fourth, 0) as freedom
    from squared
),

effects as (
    select
        *,
        case when reason is null then sqrt(square) end as error,
        case when reason is null then {{ student_95('freedom') }} * sqrt(square) end
            as margin_of_error
    from freed
)
{%- endmacro %}

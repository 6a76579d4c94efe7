{#- CTEs `compared` and `matched`: the arm of a strategy that lifts conversion most
    against its control, and how far arms are above like members not touched. -#}
{% macro strategy_arm_ctes() -%}
compared as (
    select
        *,
        row_number() over (
            partition by strategy_key
            order by
                case when reason is null then 0 else 1 end asc,
                absolute_lift desc nulls last,
                arm asc
        ) as place
    from {{ ref('experiment_results') }}
    where
        strategy_key is not null
        and campaign_key is null
        and slice_dimension = 'all'
        and metric = 'conversion'
        and method = 'difference_of_proportions'
),

-- Of the arm that speaks for the strategy, else of the best that is matched.
matched as (
    select
        results.*,
        row_number() over (
            partition by results.strategy_key
            order by
                case when compared.arm is not null then 0 else 1 end asc,
                case when results.grade = 'matched' then 0 else 1 end asc,
                results.effect desc nulls last,
                results.arm asc
        ) as place
    from {{ ref('matched_results') }} as results
    left join compared
        on
            results.strategy_key = compared.strategy_key
            and results.arm = compared.arm
            and compared.place = 1
            and compared.reason is null
    where
        results.strategy_key is not null
        and results.campaign_key is null
        and results.metric = 'conversion'
)
{%- endmacro %}

{#- CTEs from `strategies` to `assigned`: members whom a strategy touched or held out, with
    those of the global holdout, whom every strategy holds out. -#}
{% macro strategy_touch_ctes() -%}
met as (
    select
        subject_key as strategy_key,
        member_id,
        case when is_treated and sends > 0 then 1 else 0 end as touched,
        case when is_treated then 0 else 1 end as held_out
    from {{ ref('campaign_members') }}
    where subject_kind = 'strategy'
    union all
    select
        strategies.strategy_key,
        holdouts.member_id,
        0 as touched,
        1 as held_out
    from {{ ref('experiment_assignments') }} as holdouts
    cross join strategies
    where holdouts.is_global_holdout and holdouts.arm = 'control'
),

assigned as (
    {%- for key in ['strategy_key', "'all'"] %}
    select
        {{ key }} as strategy_key,
        member_id,
        max(touched) = 1 as is_touched,
        max(touched) = 0 and max(held_out) = 1 as is_held_out
    from met
    where strategy_key != 'all'
    group by {{ 'strategy_key, ' if loop.first }}member_id
    {{ "union all" if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

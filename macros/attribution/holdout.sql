{#- Key of the experiment that all claims are held against: the one that the variable
    global_holdout names, else the strategy of kind holdout that began last; null without
    one. -#}
{% macro global_holdout_key() -%}
    {%- if var('global_holdout') -%}
    '{{ var("global_holdout") }}'
    {%- else -%}
    (
        select max_by(
            concat('strategy:', holdouts.strategy_key),
            concat(
                coalesce(cast(holdouts.starts_on as {{ dbt.type_string() }}), ''),
                holdouts.strategy_key
            )
        )
        from {{ ref('dim_strategies') }} as holdouts
        where holdouts.kind = 'holdout'
    )
    {%- endif -%}
{%- endmacro %}

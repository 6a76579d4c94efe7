{#- A quotient in double precision; null when there is nothing to divide by. -#}
{% macro quotient(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif({{ denominator }}, 0)
{%- endmacro %}


{#- What treated members had a head above those held out, times their heads; null without
    anybody in one of the arms. An amount nobody had is 0 as long as the other arm had
    some. -#}
{% macro above_holdout(column, relation='funnels') -%}
    cast(coalesce({{ relation }}.{{ column }}, 0) as double)
    - cast(coalesce({{ relation }}.holdout_{{ column }}, 0) as double)
    / nullif({{ relation }}.holdout, 0) * nullif({{ relation }}.targeted, 0)
{%- endmacro %}


{#- Rates and returns of a funnel, from the columns of campaign_funnels as `funnels`.
    Attributed is everything that members of treated arms bought in the window. -#}
{% macro funnel_outcomes() -%}
    {%- set above = above_holdout('margin_amount') -%}
    {{ quotient('funnels.buyers', 'funnels.targeted') }} as buyer_rate,
    {{ quotient('funnels.holdout_buyers', 'funnels.holdout') }} as holdout_buyer_rate,
    {{ quotient('funnels.buyers', 'funnels.targeted') }}
    - {{ quotient('funnels.holdout_buyers', 'funnels.holdout') }}
        as buyer_rate_difference,
    {{ quotient('funnels.converters', 'funnels.participants') }} as conversion_rate,
    {{ above_holdout('buyers') }} as incremental_buyers,
    {{ above_holdout('orders') }} as incremental_orders,
    cast({{ above_holdout('gmv') }} as decimal(18, 2)) as incremental_gmv,
    cast({{ above_holdout('net_amount') }} as decimal(18, 2))
        as incremental_net_amount,
    cast(
        case when {{ has_margin() }} then {{ above }} end as decimal(18, 2)
    ) as incremental_margin_amount,
    {{ quotient('funnels.gmv', 'funnels.cost_amount') }} as roas,
    {{ quotient(
        '(funnels.margin_amount - funnels.cost_amount)', 'funnels.cost_amount'
    ) }} as roi,
    (case when {{ has_margin() }} then {{ above }} end - funnels.cost_amount)
    / nullif(cast(funnels.cost_amount as double), 0) as incremental_roi,
    case
        when coalesce(funnels.cost_amount, 0) = 0 then 'no_cost'
        when funnels.margin_amount is null then 'no_margin'
    end as roi_missing_reason,
    case
        when coalesce(funnels.targeted, 0) = 0 then 'nobody_targeted'
        when coalesce(funnels.holdout, 0) = 0 then 'no_holdout'
    end as incremental_missing_reason,
    {{ quotient('funnels.overlapping', 'funnels.targeted') }} as overlapping_share,
    coalesce(funnels.censored > 0, false) as is_censored
{%- endmacro %}


{#- Whether the cost of goods is known of anything that was bought. -#}
{% macro has_margin() -%}
    coalesce(funnels.margin_amount, funnels.holdout_margin_amount) is not null
{%- endmacro %}

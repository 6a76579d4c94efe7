{#- The steps of marts.caliber_bridge in their order. -#}
{% macro bridge_steps() -%}
    {{ return(
        ['reported', 'discounts', 'time_zone_cut'] + bridge_reasons()
        + ['payment_day', 'accounts_of_one_member', 'refunds', 'unmapped_rest', 'ours']
    ) }}
{%- endmacro %}


{#- Why an order does not count, in the order in which fct_orders.invalid_reason asks. -#}
{% macro bridge_reasons() -%}
    {{ return(['deleted', 'test', 'unpaid', 'cancelled', 'cross_channel_duplicate']) }}
{%- endmacro %}


{#- What an order comes to for a platform, which counts it when it is placed: what was
    paid, else what would have been. -#}
{% macro placed_amount() -%}
    case
        when status != 'paid' and paid_amount = 0
            then coalesce(gross_amount, 0) - coalesce(discount_amount, 0)
            + coalesce(shipping_amount, 0)
        else paid_amount
    end
{%- endmacro %}


{#- Both ends of the bridge, and the steps between them with the rest. `order_moves` has
    channel_code, on_date, step, orders, amount; `head_moves` has heads. -#}
{% macro bridge_ends(order_moves, head_moves) -%}
{%- set ours = {'orders': 'orders', 'gmv': 'net_sales', 'buyers': 'buyers'} -%}
amounts as (
    select
        channel_code,
        on_date,
        metric,
        'reported' as step,
        cast(value as decimal(18, 2)) as amount
    from {{ ref('fct_channel_reported') }}
    where metric in ('{{ ours.keys() | join("', '") }}') and not is_deleted
    union all
    select
        slice_value as channel_code,
        on_date,
        case metric when 'net_sales' then 'gmv' else metric end as metric,
        'ours' as step,
        cast(value as decimal(18, 2)) as amount
    from {{ ref('kpi_daily') }}
    where
        slice_dimension = 'channel_code'
        and metric in ('{{ ours.values() | join("', '") }}')
    union all
    select
        channel_code,
        on_date,
        'orders' as metric,
        step,
        cast(orders as decimal(18, 2)) as amount
    from {{ order_moves }}
    union all
    select
        channel_code,
        on_date,
        'gmv' as metric,
        step,
        cast(amount as decimal(18, 2)) as amount
    from {{ order_moves }}
    union all
    select
        channel_code,
        on_date,
        'buyers' as metric,
        step,
        cast(heads as decimal(18, 2)) as amount
    from {{ head_moves }}
),

-- Days outside of what a channel has reported have no bridge.
spans as (
    select
        channel_code,
        metric,
        min(on_date) as first_on,
        max(on_date) as last_on
    from amounts
    where step = 'reported'
    group by channel_code, metric
),

days as (
    select
        amounts.channel_code,
        amounts.on_date,
        amounts.metric,
        max(case when amounts.step = 'reported' then 1 else 0 end) = 1 as is_reported,
        {%- for step in bridge_steps() if step != 'unmapped_rest' %}
        coalesce(sum(case when amounts.step = '{{ step }}' then amounts.amount end), 0)
            as {{ step }}{{ "," if not loop.last }}
        {%- endfor %}
    from amounts
    inner join spans
        on
            amounts.channel_code = spans.channel_code
            and amounts.metric = spans.metric
            and amounts.on_date between spans.first_on and spans.last_on
    group by amounts.channel_code, amounts.on_date, amounts.metric
),

balanced as (
    select
        *,
        ours
        {%- for step in bridge_steps() if step not in ('unmapped_rest', 'ours') %}
        - {{ step }}
        {%- endfor %} as unmapped_rest
    from days
)

select
    on_date,
    channel_code,
    metric,
    case metric when 'gmv' then 'net_sales' else metric end as our_metric,
    step_no,
    step,
    cast(amount as decimal(18, 2)) as amount,
    is_reported
from (
    {{ rows_of_columns(
        'balanced', ['on_date', 'channel_code', 'metric', 'is_reported'],
        bridge_structs(), 'true'
    ) }}
) as steps
{%- endmacro %}


{#- For each step, the columns of its row. -#}
{% macro bridge_structs() -%}
    {%- set structs = [] -%}
    {%- for step in bridge_steps() -%}
        {%- do structs.append({
            'step_no': loop.index0,
            'step': "'" ~ step ~ "'",
            'amount': 'cast(' ~ step ~ ' as decimal(18, 2))',
        }) -%}
    {%- endfor -%}
    {{ return(structs) }}
{%- endmacro %}

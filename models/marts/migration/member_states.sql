-- What every buyer was at the end of each closed month under four schemes, and a month
-- before. Grain: member, month, from the month of the first order on (before it, a
-- member was a prospect in lifecycle and layer, and had no RFM).
{% set schemes = ['lifecycle_stage', 'value_layer', 'rfm_segment', 'rfm_class'] -%}
{% set by_member = 'partition by member_id order by month' -%}
with

layers as (
    {{ value_layer_cells() }}
),

seen as (
    select
        member_id,
        {{ month_of(business_date('first_seen_at')) }} as first_seen_month
    from {{ ref('dim_members') }}
    where first_order_at is not null
),

states as (
    select
        lifecycle.member_id,
        lifecycle.month,
        {{ month_of('lifecycle.first_order_on') }} as first_order_month,
        lifecycle.lifecycle_stage,
        layers.layer_code as value_layer,
        rfm.stable_segment_code as rfm_segment,
        rfm.class_code as rfm_class,
        lifecycle.month_orders,
        lifecycle.window_orders,
        lifecycle.window_net_amount
    from {{ ref('lifecycle_monthly') }} as lifecycle
    left join {{ ref('rfm_monthly') }} as rfm
        on lifecycle.member_id = rfm.member_id and lifecycle.month = rfm.month
    left join layers
        on
            lifecycle.lifecycle_stage = layers.stage_code
            and {{ value_band('rfm.frequency_score', 'rfm.monetary_score') }}
            = layers.value_band
),

followed as (
    select
        *,
        lag(month) over ({{ by_member }}) as previous_month,
        {%- for scheme in schemes %}
        lag({{ scheme }}) over ({{ by_member }}) as previous_{{ scheme }},
        {%- endfor %}
        lag(rfm_segment, 2) over ({{ by_member }}) as rfm_segment_2_ago,
        lag(window_orders) over ({{ by_member }}) as previous_window_orders,
        lag(window_net_amount) over ({{ by_member }}) as previous_window_net_amount
    from states
),

started as (
    select
        followed.*,
        {%- for scheme in schemes %}
        case
            when
                followed.{{ scheme }} is not null
                and (
                    followed.previous_{{ scheme }} is null
                    or followed.previous_{{ scheme }} != followed.{{ scheme }}
                )
                then followed.month
        end as {{ scheme }}_started,
        {%- endfor %}
        seen.first_seen_month
    from followed
    left join seen on followed.member_id = seen.member_id
),

lasting as (
    select
        started.*,
        {%- for scheme in schemes %}
        max({{ scheme }}_started) over ({{ by_member }}) as {{ scheme }}_since,
        max({{ scheme }}_started) over (
            {{ by_member }} rows between unbounded preceding and 1 preceding
        ) as previous_{{ scheme }}_since,
        {%- endfor %}
        previous_month is null as is_first_month
    from started
)

select
    member_id,
    month,
    {%- for scheme in schemes %}
    {{ scheme }},
    {%- if scheme in ('lifecycle_stage', 'value_layer') %}
    case
        when not is_first_month then previous_{{ scheme }}
        when first_seen_month < month then 'prospect'
    end as previous_{{ scheme }},
    {%- else %}
    previous_{{ scheme }},
    {%- endif %}
    case
        when {{ scheme }} is not null then {{ scheme }}_since
    end as {{ scheme }}_since,
    case
        when previous_{{ scheme }} != coalesce({{ scheme }}, '')
            then {{ months_between('previous_' ~ scheme ~ '_since', 'month') }}
        {%- if scheme in ('lifecycle_stage', 'value_layer') %}
        when is_first_month and first_order_month = month and first_seen_month < month
            then {{ months_between('first_seen_month', 'month') }}
        {%- endif %}
    end as previous_{{ scheme }}_months,
    {%- endfor %}
    case
        when not is_first_month then 'carried'
        when first_order_month < month then 'history_start'
        else 'new'
    end as entry,
    coalesce(
        rfm_segment = rfm_segment_2_ago and rfm_segment != previous_rfm_segment, false
    ) as is_flap,
    month_orders,
    window_orders,
    previous_window_orders,
    window_net_amount,
    previous_window_net_amount
from lasting

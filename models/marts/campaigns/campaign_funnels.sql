-- Funnels of campaigns and strategies with the arm held out beside them. Grain:
-- campaign or strategy, slice. Members are counted once: the channel is that of the
-- first send, segment and stage are those of the month before. Costs of the whole
-- are shared out over slices by members targeted, those of messages stay with who
-- got them.
{% set amounts = ['gmv', 'net_amount', 'margin_amount'] -%}
{% set flags = [
    ('is_reached', 'reached'), ('is_opened', 'opened'), ('is_clicked', 'clicked'),
    ('is_opted_out', 'opted_out'), ('is_participant', 'participants'),
    ('is_converter', 'converters'), ('is_overlapping', 'overlapping'),
    ('is_censored', 'censored')
] -%}
{% set slices = [
    ('all', "'all'"), ('rfm_segment', 'rfm_segment'),
    ('lifecycle_stage', 'lifecycle_stage'),
    ('dialogue_channel', "coalesce(dialogue_channel, 'none')")
] -%}
with

members as (
    select * from {{ ref('campaign_members') }}
),

sliced as (
    {%- for dimension, slice in slices %}
    select
        subject_kind,
        subject_key,
        '{{ dimension }}' as slice_dimension,
        {{ slice }} as slice_value,
        sum(case when is_treated then 1 else 0 end) as targeted,
        sum(case when is_treated then 0 else 1 end) as holdout,
        {%- for flag, name in flags %}
        sum(case when is_treated and {{ flag }} then 1 else 0 end) as {{ name }},
        {%- endfor %}
        sum(case when is_treated and redemptions > 0 then 1 else 0 end) as redeemers,
        sum(case when is_treated and orders > 0 then 1 else 0 end) as buyers,
        sum(case when is_treated then orders else 0 end) as orders,
        sum(case when is_treated then named_orders else 0 end) as named_orders,
        sum(case when not is_treated and orders > 0 then 1 else 0 end)
            as holdout_buyers,
        sum(case when is_treated then 0 else orders end) as holdout_orders,
        sum(case when not is_treated and sends > 0 then 1 else 0 end)
            as holdout_contacted,
        {%- for amount in amounts %}
        sum(case when is_treated then {{ amount }} end) as {{ amount }},
        sum(case when not is_treated then {{ amount }} end) as holdout_{{ amount }},
        {%- endfor %}
        sum(case when is_treated then send_cost_amount else 0 end) as send_cost_amount,
        sum(early_responses) as early_responses
    from members
    {%- if dimension == 'dialogue_channel' %}
    where is_treated
    {%- endif %}
    group by
        subject_kind,
        subject_key
        {{- ',\n        ' ~ slice if dimension != 'all' }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

spend as (
    select
        spend.subject_kind,
        spend.subject_key,
        spend.cost_amount,
        spend.cost_amount - sliced.send_cost_amount as shared_amount,
        sliced.targeted
    from {{ ref('campaign_spend') }} as spend
    inner join sliced
        on
            spend.subject_kind = sliced.subject_kind
            and spend.subject_key = sliced.subject_key
            and sliced.slice_dimension = 'all'
)

select
    sliced.subject_kind,
    sliced.subject_key,
    sliced.slice_dimension,
    sliced.slice_value,
    {%- for name in ['targeted', 'holdout'] + flags | map('last') | list
        + ['redeemers', 'buyers', 'orders', 'named_orders'] %}
    cast(sliced.{{ name }} as bigint) as {{ name }},
    {%- endfor %}
    {%- for amount in amounts %}
    cast(sliced.{{ amount }} as decimal(18, 2)) as {{ amount }},
    {%- endfor %}
    cast(
        case
            when sliced.slice_dimension = 'all' then coalesce(spend.cost_amount, 0)
            else
                sliced.send_cost_amount
                + coalesce(
                    cast(spend.shared_amount as double)
                    * sliced.targeted / nullif(spend.targeted, 0),
                    0
                )
        end as decimal(18, 2)
    ) as cost_amount,
    {%- for name in ['buyers', 'orders', 'contacted'] %}
    cast(sliced.holdout_{{ name }} as bigint) as holdout_{{ name }},
    {%- endfor %}
    {%- for amount in amounts %}
    cast(sliced.holdout_{{ amount }} as decimal(18, 2)) as holdout_{{ amount }},
    {%- endfor %}
    cast(sliced.early_responses as bigint) as early_responses
from sliced
left join spend
    on
        sliced.subject_kind = spend.subject_kind
        and sliced.subject_key = spend.subject_key

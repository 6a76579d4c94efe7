-- What a new member of a group may cost at most: the value of those who were first
-- seen within the last 365 days, times bid_target_ratio, capped at bid_cap_multiple
-- times that of all newcomers and, where it is set, at bid_cap_amount. Grain: scheme,
-- group. Value is that of a member's first 365 days, net of refunds: what was bought,
-- and of what is expected within 12 months the share of these days that is left; who
-- never bought counts with 0. Small groups are drawn towards all newcomers.
{% set weight = var('least_comparisons') -%}
{% set cap_amount = var('bid_cap_amount') -%}
{% set schemes = [
    ('all', "'all'"), ('first_channel', 'first_channel_code'), ('province', 'province')
] -%}
with

bought as (
    select
        member_id,
        sum(net_amount) as net_amount
    from {{ ref('member_months') }}
    group by member_id
),

seen as (
    select
        *,
        {{ business_date('first_seen_at') }} as seen_on
    from {{ ref('dim_members') }}
    where not is_erased
),

newcomers as (
    select
        members.first_channel_code,
        members.province,
        members.first_order_at is not null as is_buyer,
        cast(coalesce(bought.net_amount, 0) as decimal(18, 2)) as bought_amount,
        cast(
            coalesce(predicted.predicted_value_12_months, 0)
            * (365 - {{ days_between('members.seen_on', as_of_date()) }}) / 365.0e0
            as decimal(18, 2)
        ) as predicted_amount
    from seen as members
    left join bought on members.member_id = bought.member_id
    left join {{ ref('predicted_values') }} as predicted
        on members.member_id = predicted.member_id
    where members.seen_on between {{ first_of_days(365) }} and {{ as_of_date() }}
),

valued as (
    select
        *,
        cast(bought_amount + predicted_amount as double) as member_value
    from newcomers
),

grouped as (
    {%- for scheme, code in schemes %}
    select
        '{{ scheme }}' as scheme,
        {{ code }} as group_code,
        count(*) as members,
        sum(case when is_buyer then 1 else 0 end) as buyers,
        sum(bought_amount) as bought_amount,
        sum(predicted_amount) as predicted_amount,
        {{ rounded('avg(member_value)', 6) }} as mean_value,
        {{ rounded('stddev_samp(member_value)', 6) }} as deviation
    from valued
    where {{ code }} is not null
    {%- if scheme != 'all' %}
    group by {{ code }}
    {%- else %}
    having count(*) > 0
    {%- endif %}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

drawn as (
    select
        grouped.*,
        case
            when grouped.scheme = 'all' then grouped.mean_value
            else (
                grouped.members * grouped.mean_value + {{ weight }} * overall.mean_value
            ) / (grouped.members + {{ weight }})
        end as expected_value,
        greatest(overall.mean_value, 0) * {{ var('bid_target_ratio') }}
        * {{ var('bid_cap_multiple') }} as all_value_cap
    from grouped
    inner join grouped as overall on overall.scheme = 'all'
),

bid as (
    select
        *,
        greatest(expected_value, 0) * {{ var('bid_target_ratio') }} as uncapped_bid,
        {%- if cap_amount is none %}
        all_value_cap as bid_cap
        {%- else %}
        least(all_value_cap, {{ cap_amount }}) as bid_cap
        {%- endif %}
    from drawn
)

select
    scheme,
    group_code,
    cast(members as bigint) as members,
    cast(buyers as bigint) as buyers,
    cast(bought_amount as decimal(18, 2)) as bought_amount,
    cast(predicted_amount as decimal(18, 2)) as predicted_amount,
    mean_value,
    mean_value - 1.959964 * deviation / sqrt(members) as mean_value_low,
    mean_value + 1.959964 * deviation / sqrt(members) as mean_value_high,
    expected_value,
    cast(least(uncapped_bid, bid_cap) as decimal(18, 2)) as max_bid_amount,
    cast(bid_cap as decimal(18, 2)) as cap_amount,
    uncapped_bid > bid_cap as is_capped,
    case when members < {{ weight }} then 'mostly_all' else 'mostly_group' end
        as evidence
from bid

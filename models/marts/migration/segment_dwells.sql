-- How long members stay in a code before they leave it. Grain: scheme, code. Months are
-- counted from month end to month end. Stays that had begun before the first month told
-- count from there, those of prospects from the month they were met; stays that last
-- are told apart, so read the mean with them.
{% set schemes = ['lifecycle_stage', 'value_layer', 'rfm_segment', 'rfm_class'] -%}
with

last_month as (
    {{ closed_months(1) }}
),

prospects as (
    select
        {{ months_between(
            month_of(business_date('members.first_seen_at')), 'last_month.month'
        ) }} + 1 as months
    from {{ ref('dim_members') }} as members
    inner join last_month
        on {{ business_date('members.first_seen_at') }} <= last_month.month_end
    where
        not members.is_erased
        and coalesce(
            {{ business_date('members.first_order_at') }} > last_month.month_end, true
        )
),

ended as (
    {%- for scheme in schemes %}
    select
        '{{ scheme }}' as scheme,
        previous_{{ scheme }} as code,
        previous_{{ scheme }}_months as months,
        count(*) as stays
    from {{ ref('member_states') }}
    where previous_{{ scheme }}_months is not null
    group by previous_{{ scheme }}, previous_{{ scheme }}_months
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

lasting as (
    {%- for scheme in schemes %}
    select
        '{{ scheme }}' as scheme,
        states.{{ scheme }} as code,
        {{ months_between('states.' ~ scheme ~ '_since', 'states.month') }} + 1
            as months,
        count(*) as stays
    from {{ ref('member_states') }} as states
    inner join last_month on states.month = last_month.month
    where states.{{ scheme }} is not null
    group by
        states.{{ scheme }},
        {{ months_between('states.' ~ scheme ~ '_since', 'states.month') }} + 1
    union all
    {%- endfor %}
    {%- for scheme in ['lifecycle_stage', 'value_layer'] %}
    select
        '{{ scheme }}' as scheme,
        'prospect' as code,
        months,
        count(*) as stays
    from prospects
    group by months
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        sum(stays) over (partition by scheme, code order by months) as stays_up_to,
        sum(stays) over (partition by scheme, code) as all_stays
    from ended
),

ends as (
    select
        scheme,
        code,
        sum(stays) as ended_stays,
        cast(sum(stays * months) as double) / sum(stays) as mean_months,
        min(case when stays_up_to * 2 >= all_stays then months end) as median_months
    from ranked
    group by scheme, code
),

lasts as (
    select
        scheme,
        code,
        sum(stays) as lasting_stays,
        cast(sum(stays * months) as double) / sum(stays) as lasting_mean_months
    from lasting
    group by scheme, code
)

select
    coalesce(ends.scheme, lasts.scheme) as scheme,
    coalesce(ends.code, lasts.code) as code,
    cast(coalesce(ends.ended_stays, 0) as bigint) as ended_stays,
    ends.mean_months,
    ends.median_months,
    cast(coalesce(lasts.lasting_stays, 0) as bigint) as lasting_stays,
    lasts.lasting_mean_months
from ends
full outer join lasts on ends.scheme = lasts.scheme and ends.code = lasts.code

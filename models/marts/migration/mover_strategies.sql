-- Which campaigns and strategies the movers of a month met, against members held out of
-- them. Grain: month of assignment, campaign, strategy, arm, scheme, code at the
-- opening. Of an arm: how many buyers it held, how many left the code, and how many of
-- those who could bought more often or spent more by the end of that month. A member
-- whose accounts are in different arms counts in none.
{% set schemes = ['lifecycle_stage', 'value_layer', 'rfm_segment', 'rfm_class'] -%}
{% set moves = {
    'moved': 'members', 'frequency_up': 'window_members', 'spend_up': 'window_members',
} -%}
with

assigned as (
    select
        {{ month_of('assigned_on') }} as month,
        campaign_key,
        strategy_key,
        arm,
        member_id
    from {{ ref('fct_assignments') }}
    where
        is_first_of_member
        and not has_conflicting_arms
        and not is_deleted
        and member_id is not null
),

states as (
    select
        member_id,
        month,
        {%- for scheme in schemes %}
        {{ scheme }},
        previous_{{ scheme }},
        {%- endfor %}
        case when {{ may_move() }} then 1 else 0 end as window_members,
        case when {{ may_move() }} and {{ is_mover('frequency_up') }} then 1 else 0 end
            as frequency_up_members,
        case when {{ may_move() }} and {{ is_mover('spend_up') }} then 1 else 0 end
            as spend_up_members
    from {{ ref('member_states') }}
    where entry = 'carried'
),

met as (
    select
        assigned.campaign_key,
        assigned.strategy_key,
        assigned.arm,
        states.*
    from assigned
    inner join states
        on assigned.member_id = states.member_id and assigned.month = states.month
),

judged as (
    {%- for scheme in schemes %}
    select
        month,
        campaign_key,
        strategy_key,
        arm,
        '{{ scheme }}' as scheme,
        previous_{{ scheme }} as code,
        count(*) as members,
        sum(window_members) as window_members,
        sum(case
            when coalesce({{ scheme }}, '') != previous_{{ scheme }} then 1
            else 0
        end) as moved_members,
        sum(frequency_up_members) as frequency_up_members,
        sum(spend_up_members) as spend_up_members
    from met
    where previous_{{ scheme }} is not null
    group by month, campaign_key, strategy_key, arm, previous_{{ scheme }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Those held out are compared with nobody.
compared as (
    select
        *,
        case when arm != 'control' then month end as held_out_month
    from judged
),

held_out as (
    select * from judged
    where arm = 'control'
)

select
    compared.month,
    compared.campaign_key,
    compared.strategy_key,
    compared.arm,
    compared.scheme,
    compared.code,
    compared.members,
    cast(compared.window_members as bigint) as window_members,
    {%- for move in moves %}
    cast(compared.{{ move }}_members as bigint) as {{ move }}_members,
    {%- endfor %}
    {%- for move, base in moves.items() %}
    {{ rounded(
        'compared.' ~ move ~ '_members * 1e0 / nullif(compared.' ~ base ~ ', 0)'
        ~ ' - held_out.' ~ move ~ '_members * 1e0 / nullif(held_out.' ~ base ~ ', 0)',
        6
    ) }} as {{ move }}_lift,
    {{ rounded(pooled_z(
        'compared.' ~ move ~ '_members', 'nullif(compared.' ~ base ~ ', 0)',
        'held_out.' ~ move ~ '_members', 'nullif(held_out.' ~ base ~ ', 0)',
    ), 6) }} as {{ move }}_z,
    {%- endfor %}
    held_out.members as held_out_members,
    cast(held_out.window_members as bigint) as held_out_window_members
from compared
left join held_out
    on
        compared.held_out_month = held_out.month
        and coalesce(compared.campaign_key, '') = coalesce(held_out.campaign_key, '')
        and coalesce(compared.strategy_key, '') = coalesce(held_out.strategy_key, '')
        and compared.scheme = held_out.scheme
        and compared.code = held_out.code

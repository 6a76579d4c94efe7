-- Whether an experiment can be believed: one row a check of seed experiment_checks,
-- and `overall`, the worst light of those that decide. Grain: experiment, check.
{%- set of_members = [
    'multiple_exposure', 'assigned_after_window', 'open_window',
    'conversion_before_assignment', 'lost_members',
] %}
{%- set of_arms = [
    'no_control', 'empty_arm', 'sample_ratio', 'pre_period_imbalance', 'zero_variance',
    'power', 'detectable_lift',
] %}
with

moments as (
    select * from {{ ref('experiment_moments') }}
    where slice_dimension = 'all'
),

{{ experiment_arm_check_ctes() }},

-- A row counts once a person: accounts of nobody known are persons of their own.
keyed as (
    select
        {{ experiment_key() }} as experiment_key,
        campaign_key,
        strategy_key
    from {{ ref('fct_assignments') }}
    where is_first_of_member and not is_deleted and assigned_on <= {{ as_of_date() }}
),

assigned as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        count(*) as people
    from keyed
    group by experiment_key, campaign_key, strategy_key
),

known as (
    select
        experiment_key,
        count(*) as members,
        sum(case when excluded_reason = 'conflicting_arms' then 1 else 0 end)
            as multiple_exposure,
        sum(case when excluded_reason = 'assigned_after_window' then 1 else 0 end)
            as assigned_after_window,
        sum(case when excluded_reason = 'open_window' then 1 else 0 end) as open_window,
        sum(case when orders_before_assignment > 0 then 1 else 0 end)
            as conversion_before_assignment
    from {{ ref('experiment_members') }}
    group by experiment_key
),

facts as (
    select
        assigned.experiment_key,
        assigned.campaign_key,
        assigned.strategy_key,
        cast(assigned.people as double) as people,
        assigned.people - coalesce(known.members, 0) as lost_members,
        known.multiple_exposure,
        known.assigned_after_window,
        known.open_window,
        known.conversion_before_assignment
        {%- for check in of_arms %},
        arm_checks.{{ check }}
        {%- endfor %}
    from assigned
    left join known on assigned.experiment_key = known.experiment_key
    left join arm_checks on assigned.experiment_key = arm_checks.experiment_key
),

checked as (
    {%- for check in of_members + of_arms %}
    select
        experiment_key,
        campaign_key,
        strategy_key,
        '{{ check }}' as check_code,
        {{ check }}{{ " / people" if check in of_members }} as value
    from facts
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

lit as (
    select
        checked.experiment_key,
        checked.campaign_key,
        checked.strategy_key,
        checked.check_code,
        cast(checked.value as double) as value,
        rules.amber_at,
        rules.red_at,
        rules.decides,
        case
            when checked.value is null then 'grey'
            when rules.bad_side = 'high' and checked.value >= rules.red_at then 'red'
            when rules.bad_side = 'low' and checked.value < rules.red_at then 'red'
            when rules.bad_side = 'high' and checked.value >= rules.amber_at
                then 'amber'
            when rules.bad_side = 'low' and checked.value < rules.amber_at then 'amber'
            else 'green'
        end as light,
        rules.meaning,
        rules.treatment
    from checked
    inner join {{ ref('experiment_checks') }} as rules
        on checked.check_code = rules.check_code
)

select * from lit
union all
select
    experiment_key,
    campaign_key,
    strategy_key,
    'overall' as check_code,
    cast(sum(case when light in ('amber', 'red') then 1 else 0 end) as double) as value,
    cast(null as double) as amber_at,
    cast(null as double) as red_at,
    true as decides,
    case
        when max(case when light = 'red' then 1 else 0 end) = 1 then 'red'
        when max(case when light = 'amber' then 1 else 0 end) = 1 then 'amber'
        else 'green'
    end as light,
    'Checks that decide whether to believe it and are not green' as meaning,
    cast(null as {{ dbt.type_string() }}) as treatment
from lit
where decides
group by experiment_key, campaign_key, strategy_key

-- Lift of conversion by the uplift class that a model outside had given before the
-- assignment. Grain: experiment, class with a counted member. Classes stand in the
-- order a model would have them addressed, so that sums up to a class are a Qini curve
-- (N. J. Radcliffe 2007) with a point a class. Who did not agree to profiling has no
-- class.
{% set classes = [
    'persuadable', 'sure_thing', 'unlabelled', 'lost_cause', 'sleeping_dog'
] -%}
{% set up_to_class -%}
over (partition by experiment_key order by class_place)
{%- endset -%}
with

labels as (
    select
        labels.member_id,
        labels.value as uplift_class,
        labels.assigned_at,
        coalesce(
            labels.expires_on,
            {{ add_days(
                business_date('labels.assigned_at'), 'dictionary.expires_after_days'
            ) }}
        ) as ends_on
    from {{ ref('fct_manual_labels') }} as labels
    inner join {{ ref('label_dictionary') }} as dictionary
        on labels.label_code = dictionary.label_code
    inner join {{ ref('member_permissions') }} as permissions
        on labels.member_id = permissions.member_id and permissions.may_profile
    where
        labels.label_code = 'uplift_class'
        and '|' || dictionary.allowed_values || '|' like '%|' || labels.value || '|%'
        and not labels.is_deleted
),

given as (
    select
        assignments.experiment_key,
        assignments.member_id,
        labels.uplift_class,
        row_number() over (
            partition by assignments.experiment_key, assignments.member_id
            order by labels.assigned_at desc, labels.uplift_class asc
        ) as place
    from {{ ref('experiment_assignments') }} as assignments
    inner join labels
        on
            assignments.member_id = labels.member_id
            and assignments.assigned_at > labels.assigned_at
    where {{ business_date('assignments.assigned_at') }} < labels.ends_on
),

counted as (
    select
        members.experiment_key,
        coalesce(given.uplift_class, 'unlabelled') as uplift_class,
        count(case when members.arm != 'control' then 1 end) as members,
        count(case when members.arm = 'control' then 1 end) as control_members,
        sum(case when members.arm != 'control' then members.conversion else 0 end)
            as converters,
        sum(case when members.arm = 'control' then members.conversion else 0 end)
            as control_converters
    from {{ ref('experiment_members') }} as members
    left join given
        on
            members.experiment_key = given.experiment_key
            and members.member_id = given.member_id
            and given.place = 1
    where members.is_counted
    group by members.experiment_key, coalesce(given.uplift_class, 'unlabelled')
),

placed as (
    select
        *,
        case uplift_class
            {%- for class in classes %}
            when '{{ class }}' then {{ loop.index }}
            {%- endfor %}
        end as class_place
    from counted
),

summed as (
    select
        *,
        sum(members) {{ up_to_class }} as members_up_to,
        sum(members) over (partition by experiment_key) as members_of_all,
        sum(converters) {{ up_to_class }} as converters_up_to,
        sum(control_members) {{ up_to_class }} as control_members_up_to,
        sum(control_converters) {{ up_to_class }} as control_converters_up_to
    from placed
)

select
    experiment_key,
    uplift_class,
    cast(class_place as bigint) as class_place,
    members,
    control_members,
    {{ quotient('converters', 'members') }} as conversion,
    {{ quotient('control_converters', 'control_members') }} as control_conversion,
    {{ share_of('converters', 'members') }}
    - {{ share_of('control_converters', 'control_members') }} as uplift,
    {%- for end in ['lower', 'upper'] %}
    {{ rounded(difference_bound(
        'converters', 'members', 'control_converters', 'control_members', end
    ), 6) }} as uplift_{{ end }},
    {%- endfor %}
    {{ quotient('members_up_to', 'members_of_all') }} as share_up_to,
    converters_up_to
    - {{ quotient('control_converters_up_to', 'control_members_up_to') }}
    * members_up_to as incremental_converters_up_to
from summed

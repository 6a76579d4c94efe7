-- The panoramic view of a member: every label in its own column. Grain: member who is
-- not erased. Values are those of member_labels: a label given by a person or a model
-- outside stands where it overrules, and what is inferred is there only of members
-- who let us.
{%- set subjects = label_subjects() %}
with

given as (
    select
        member_id,
        {%- for subject in subjects %}
        {%- for code in label_codes(subject) %}
        max(case when label_code = '{{ code }}' then value end) as {{ code }},
        {%- endfor %}
        {%- endfor %}
        {%- for preference in preferences() %}
        max(
            case when label_code = '{{ preference }}_preference' then value end
        ) as {{ preference }}_preference,
        {%- endfor %}
        max(case when label_code = 'need_preference' then value end) as need_preference,
        max(case when label_code = 'uplift_class' then value end) as uplift_class
    from {{ ref('member_labels') }}
    where origin in ('human', 'model')
    group by member_id
),

preferred as (
    select
        {%- for preference in preferences() %}
        max(
            case when label_code = '{{ preference }}_preference' then value end
        ) as {{ preference }}_preference,
        {%- endfor %}
        member_id
    from {{ ref('member_labels') }}
    where origin = 'rule' and label_code like '%_preference'
    group by member_id
)

select
    members.member_id,
    members.member_type,
    members.first_seen_at,
    members.first_order_at,
    members.last_order_at,
    {%- for subject in subjects %}
    {%- for code in label_codes(subject) %}
    {{ profile_column(subject, code) }} as {{ code }},
    {%- endfor %}
    {%- endfor %}
    {%- for preference in preferences() %}
    coalesce(
        given.{{ preference }}_preference, preferred.{{ preference }}_preference
    ) as {{ preference }}_preference,
    {%- endfor %}
    given.need_preference,
    given.uplift_class
from {{ ref('dim_members') }} as members
left join given on members.member_id = given.member_id
left join preferred on members.member_id = preferred.member_id
{%- for subject in subjects %}
left join {{ ref(subject ~ '_labels') }} as {{ subject }}
    on members.member_id = {{ subject }}.member_id
{%- endfor %}
where not members.is_erased

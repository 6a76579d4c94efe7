-- The wide profile has as many members with a label as the long table has rows of it.
with

wide as (
    select
        {%- for subject in label_subjects() %}
        {%- for code in label_codes(subject) %}
        {%- if label_type(code) == 'boolean' %}
        sum(case when {{ code }} then 1 else 0 end) as {{ code }},
        {%- else %}
        count({{ code }}) as {{ code }},
        {%- endif %}
        {%- endfor %}
        {%- endfor %}
        {%- for preference in preferences() %}
        count({{ preference }}_preference) as {{ preference }}_preference,
        {%- endfor %}
        count(need_preference) as need_preference,
        count(uplift_class) as uplift_class
    from {{ ref('member_profiles') }}
),

counted as (
    {%- for subject in label_subjects() %}
    {%- for code in label_codes(subject) %}
    select
        '{{ code }}' as label_code,
        cast({{ code }} as bigint) as members
    from wide
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for preference in preferences() %}
    select
        '{{ preference }}_preference' as label_code,
        cast({{ preference }}_preference as bigint) as members
    from wide
    union all
    {%- endfor %}
    {%- for code in ['need_preference', 'uplift_class'] %}
    select
        '{{ code }}' as label_code,
        cast({{ code }} as bigint) as members
    from wide
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

long as (
    select
        label_code,
        sum(case when value = 'false' then 0 else 1 end) as members
    from {{ ref('member_labels') }}
    group by label_code
)

select
    counted.label_code,
    counted.members as members_of_profiles,
    long.members as members_of_labels
from counted
left join long on counted.label_code = long.label_code
where
    counted.members != coalesce(long.members, 0)
    and counted.label_code != 'is_erased'

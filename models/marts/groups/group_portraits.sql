-- What sets a group apart: how common each label value is in it against all members.
-- Grain: scheme, group, label, value that a member of the group has. Labels are read
-- once, counted by the number of the combination of groups, for the names of all of
-- them are a long key, and summed by scheme from there. The chance is that of a difference at least as large between the group and the rest, had
-- they the same share.
{% set schemes = portrait_schemes() %}
with

dictionary as (
    select label_code from {{ ref('label_dictionary') }}
    where value_type in ('boolean', 'category')
),

grouped as (
    select
        profiles.member_id,
        {%- for scheme in schemes if scheme != 'behaviour_cluster' %}
        coalesce(cast(profiles.{{ scheme }} as {{ dbt.type_string() }}), 'false')
            as {{ scheme }},
        {%- endfor %}
        coalesce(clusters.cluster_code, 'false') as behaviour_cluster
    from {{ ref('member_profiles') }} as profiles
    left join {{ ref('behaviour_clusters') }} as clusters
        on profiles.member_id = clusters.member_id
),

combinations as (
    select
        {{ schemes | join(', ') }},
        count(*) as members,
        row_number() over (order by {{ schemes | join(', ') }}) as combination_no
    from grouped
    group by {{ schemes | join(', ') }}
    having {{ computed_once() }}
),

numbered as (
    select
        grouped.member_id,
        combinations.combination_no
    from grouped
    inner join combinations
        on
            {%- for scheme in schemes %}
            grouped.{{ scheme }} = combinations.{{ scheme }}
            {{- ' and' if not loop.last }}
            {%- endfor %}
),

counted_labels as (
    select
        numbered.combination_no,
        labels.label_code,
        labels.value,
        count(*) as members
    from {{ ref('member_labels') }} as labels
    inner join dictionary on labels.label_code = dictionary.label_code
    inner join numbered on labels.member_id = numbered.member_id
    where labels.value is not null and labels.value != 'false'
    group by numbered.combination_no, labels.label_code, labels.value
    having {{ computed_once() }}
),

labelled as (
    select
        {%- for scheme in schemes %}
        combinations.{{ scheme }},
        {%- endfor %}
        counted_labels.label_code,
        counted_labels.value,
        counted_labels.members
    from counted_labels
    inner join combinations
        on counted_labels.combination_no = combinations.combination_no
),

sizes as (
    {{ summed_by_scheme('combinations') }}
),

counted as (
    {{ summed_by_scheme('labelled', ['label_code', 'value']) }}
),

everybody as (
    select sum(members) as all_members from combinations
),

bases as (
    select
        label_code,
        value,
        sum(members) as base_members
    from labelled
    group by label_code, value
),

compared as (
    select
        counted.scheme,
        counted.group_code,
        counted.label_code,
        counted.value,
        counted.members,
        sizes.members as group_members,
        bases.base_members,
        everybody.all_members,
        counted.members * 1.0e0 / sizes.members as share,
        bases.base_members * 1.0e0 / everybody.all_members as base_share,
        {{ pooled_z(
            'counted.members', 'sizes.members',
            '(bases.base_members - counted.members)',
            '(everybody.all_members - sizes.members)',
        ) }} as z
    from counted
    inner join sizes
        on counted.scheme = sizes.scheme and counted.group_code = sizes.group_code
    inner join bases
        on counted.label_code = bases.label_code and counted.value = bases.value
    cross join everybody
)

select
    scheme,
    group_code,
    label_code,
    value,
    cast(members as bigint) as members,
    cast(group_members as bigint) as group_members,
    round(share, 6) as share,
    round(base_share, 6) as base_share,
    round(100 * share / base_share, 2) as share_index,
    round(z, 6) as z,
    round({{ normal_two_sided('z') }}, 9) as p_value,
    coalesce(
        {{ normal_two_sided('z') }}
        < 0.05 / count(*) over (partition by scheme, group_code),
        false
    ) as is_significant
from compared

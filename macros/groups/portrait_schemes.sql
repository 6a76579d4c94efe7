{#- What members are grouped by in group_portraits: columns of member_profiles, and the
    cluster of behaviour. A member without a value is in no group of that scheme. -#}
{% macro portrait_schemes() -%}
    {{ return([
        'member_type', 'rfm_segment', 'lifecycle_stage', 'value_layer', 'relation_stage',
        'spend_tier', 'child_stage', 'behaviour_cluster', 'is_whale', 'is_executive',
        'is_fan',
    ]) }}
{%- endmacro %}


{#- Members of a relation that has a column for each scheme, summed by group of each scheme
    and further keys; 'false' is no group. -#}
{% macro summed_by_scheme(relation, keys=[]) -%}
    {%- for scheme in portrait_schemes() %}
    select
        '{{ scheme }}' as scheme,
        {{ scheme }} as group_code,
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        sum(members) as members
    from {{ relation }}
    where {{ scheme }} != 'false'
    group by {{ ([scheme] + keys) | join(', ') }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}

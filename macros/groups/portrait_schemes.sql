{#- What members are grouped by in group_portraits: the type of member, the cluster of
    behaviour, and the labels of the variable portrait_labels. A member without a value is
    in no group of that scheme. -#}
{% macro portrait_schemes() -%}
    {%- set labels = var('portrait_labels') -%}
    {%- do check_portrait_labels(labels) -%}
    {{ return(['member_type', 'behaviour_cluster'] + labels) }}
{%- endmacro %}


{#- Stops for what is no label of the profiles, is there twice, or has as many values as
    members: numbers, dates. -#}
{% macro check_portrait_labels(labels) -%}
    {%- set known = computed_label_codes() + ['need_preference', 'uplift_class'] -%}
    {%- for label in labels -%}
        {%- if label not in known -%}
            {{ exceptions.raise_compiler_error(
                'portrait_labels: ' ~ label ~ ' is no label of marts.member_profiles; see '
                ~ 'seeds/rules/label_dictionary.csv.'
            ) }}
        {%- elif label_type(label) not in ['boolean', dbt.type_string()] -%}
            {{ exceptions.raise_compiler_error(
                'portrait_labels: ' ~ label ~ ' is a number or a date, which make no groups; '
                ~ 'take the label of its bands.'
            ) }}
        {%- elif labels.count(label) > 1 -%}
            {{ exceptions.raise_compiler_error(
                'portrait_labels: ' ~ label ~ ' is there twice.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
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

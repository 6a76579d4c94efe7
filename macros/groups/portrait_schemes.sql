{#- What members are grouped by in group_portraits: columns of member_profiles, and the
    cluster of behaviour. A member without a value is in no group of that scheme. -#}
{% macro portrait_schemes() -%}
    {{ return([
        'member_type', 'rfm_segment', 'lifecycle_stage', 'value_layer', 'relation_stage',
        'spend_tier', 'child_stage', 'behaviour_cluster', 'is_whale', 'is_executive',
        'is_fan',
    ]) }}
{%- endmacro %}

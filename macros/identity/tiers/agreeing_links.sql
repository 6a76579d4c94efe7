{#- Links between accounts that show the same identifier and whose persons have the same
    name or birthday: evidence enough where an identifier is shared or was handed on. What
    would join two of what a person has one of is left out. Grain: identifier and
    agreeing evidence, later account. -#}
{% macro agreeing_links(tiers, previous=none) -%}
with

holders as (
    {{ with_persons(
        ref('int_identity__open_identifiers'), previous,
        'tier in (' ~ tiers | join(', ') ~ ')'
    ) | indent(4) }}
),

evidence as (
    {{ evidence_of_persons(previous) | indent(4) }}
),

agreeing as (
    select
        holders.*,
        evidence.kind as evidence,
        holders.identifier_key || '|' || evidence.kind || '|' || evidence.value
            as agreement_key
    from holders
    inner join evidence on holders.person_key = evidence.person_key
    where evidence.kind in ('name', 'birthday')
),

conflicting as (
    select distinct agreement_key
    from (
        select
            agreeing.agreement_key,
            evidence.kind
        from agreeing
        inner join evidence on agreeing.person_key = evidence.person_key
        where evidence.is_binding and evidence.kind not like 'cannot_link:%'
        group by agreeing.agreement_key, evidence.kind
        having min(evidence.value) <> max(evidence.value)
    ) as kinds
),

usable as (
    select agreeing.*
    from agreeing
    left join conflicting on agreeing.agreement_key = conflicting.agreement_key
    where conflicting.agreement_key is null
)

{{ star_links('usable', ['agreement_key'], 'evidence') }}
{%- endmacro %}

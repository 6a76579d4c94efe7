{#- Identifiers that stand for more than one person, as the persons who hold them show:
    two of what a person has one of, or, unless `binding_only`, two names, birthdays or
    genders, each of another person. is_by_verified tells that the holders conflict
    without those of unverified channels. Grain: identifier, owner in time. -#}
{% macro identifier_conflicts(holders, previous=none, binding_only=false) -%}
with

evidence as (
    select *
    from (
        {{ evidence_of_persons(previous) | indent(8) }}
    ) as known
    -- Two accounts that must not be one are held apart when components are cut, so that
    -- the other holders keep their link.
    where kind not like 'cannot_link:%'{{ " and is_binding" if binding_only }}
),

compared as (
    select
        holders.identifier_key,
        holders.owner_no,
        evidence.kind,
        max(holders.person_key) as last_person,
        min(holders.person_key) as first_person,
        min(evidence.value) as first_value,
        max(evidence.value) as last_value,
        min(case when holders.is_verified then holders.person_key end) as first_verified,
        max(case when holders.is_verified then holders.person_key end) as last_verified,
        min(case when holders.is_verified then evidence.value end) as first_verified_value,
        max(case when holders.is_verified then evidence.value end) as last_verified_value
    from {{ holders }} as holders
    inner join evidence on holders.person_key = evidence.person_key
    group by holders.identifier_key, holders.owner_no, evidence.kind
),

conflicting as (
    select
        identifier_key,
        owner_no,
        case
            when kind like 'loyalty_no:%' then '1 conflicting_loyalty_no'
            when kind like 'unionid:%' then '2 conflicting_unionid'
            when kind = 'name' then '3 conflicting_names'
            when kind = 'birthday' then '4 conflicting_birthdays'
            when kind = 'gender' then '5 conflicting_genders'
        end as ranked_reason,
        coalesce(
            first_verified <> last_verified
            and first_verified_value <> last_verified_value, false
        ) as is_by_verified
    from compared
    where first_person <> last_person and first_value <> last_value
)

select
    identifier_key,
    owner_no,
    substr(min(ranked_reason), 3) as reason,
    max(case when is_by_verified then 1 else 0 end) = 1 as is_by_verified
from conflicting
group by identifier_key, owner_no
{%- endmacro %}

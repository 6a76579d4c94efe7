-- Links between accounts of open blocks that were accepted: of what the tiers offered,
-- those that stay within one person after all guards. Each goes from the first account
-- of an identifier to a later one, never pairs. Grain: identifier with its evidence,
-- later account.
{{ config(materialized='table') }}

with

offered as (
    {%- for step in tier_steps() %}
    select * from {{ ref('int_identity__' ~ step ~ '_links') }}
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

persons as (
    select * from {{ ref('int_identity__tier3_persons') }}
)

select
    offered.left_key,
    offered.right_key,
    offered.known_at,
    offered.tier,
    offered.distrust,
    offered.identifier_type,
    offered.identifier_scope,
    offered.identifier_hash,
    offered.evidence
from offered
inner join persons as left_persons on offered.left_key = left_persons.account_key
inner join persons as right_persons on offered.right_key = right_persons.account_key
where left_persons.component_key = right_persons.component_key

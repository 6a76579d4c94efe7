-- Shared identifiers whose holders are more than one person after all tiers, with what
-- kept them apart. Those of closed blocks stay from the last build. Grain: account,
-- identifier.
-- depends_on: {{ ref('int_identity__open_accounts') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_open_blocks('account_key') }}",
    tags=['blocks'],
) }}

with

persons as (
    select * from {{ ref('int_identity__tier3_persons') }}
),

holders as (
    {%- for tier in [1, 2, 3] %}
    select
        holders.*,
        conflicts.reason as conflict,
        conflicts.is_by_verified
    from {{ ref('int_identity__tier' ~ tier ~ '_holders') }} as holders
    left join {{ ref('int_identity__tier' ~ tier ~ '_conflicts') }} as conflicts
        on
            holders.identifier_key = conflicts.identifier_key
            and holders.owner_no = conflicts.owner_no
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

placed as (
    select
        holders.*,
        coalesce(persons.component_key, holders.account_key) as component_key
    from holders
    left join persons on holders.account_key = persons.account_key
),

spread as (
    select
        *,
        min(component_key) over (partition by identifier_key)
        <> max(component_key) over (partition by identifier_key) as is_split,
        min(component_key) over (partition by identifier_key, owner_no)
        <> max(component_key) over (partition by identifier_key, owner_no)
            as is_owner_split,
        component_key = first_value(component_key) over (
            partition by identifier_key order by owner_no, first_seen_at, account_key
        ) as is_with_first
    from placed
),

split as (
    select * from spread where is_split
),

evidence as (
    {{ evidence_of_persons(ref('int_identity__tier3_persons')) | indent(4) }}
),

-- Two accounts that must not be one lie behind the split.
kept_apart as (
    select
        split.identifier_key,
        split.owner_no
    from split
    inner join evidence on split.component_key = evidence.person_key
    where evidence.kind like 'cannot_link:%'
    group by split.identifier_key, split.owner_no, evidence.kind
    having min(evidence.value) <> max(evidence.value)
),

kept_apart_once as (
    select distinct
        identifier_key,
        owner_no
    from kept_apart
)

select
    split.account_key,
    split.component_key,
    split.first_seen_at,
    split.tier,
    split.identifier_type,
    split.identifier_scope,
    split.identifier_hash,
    split.identifier_key,
    split.owner_no,
    split.is_verified,
    case
        when
            split.conflict is not null
            and (split.is_by_verified or not split.is_verified)
            then split.conflict
        -- The first holder's links were made; others stand apart from it.
        when split.is_with_first then null
        when not split.is_owner_split then 'recycled'
        when kept_apart_once.identifier_key is not null then 'cannot_link'
        when split.conflict is null then 'breaks_uniqueness'
    end as reason
from split
left join kept_apart_once
    on
        split.identifier_key = kept_apart_once.identifier_key
        and split.owner_no = kept_apart_once.owner_no
{{ only_open_blocks('split.account_key') }}

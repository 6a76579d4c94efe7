-- What is known and inferred of members, long. Grain: member, label, and, for labels
-- that may hold several values, value. Unpivoted once from the marts of the subjects;
-- what a rule infers is there only of members who let us. A label given by a person
-- goes before all others, one of a model outside before a rule; overruled_value keeps
-- what it replaced. What has expired is left out.
with

rules as (
    {{ label_rules(['preference_share', 'preference_evidence']) }}
),

computed as (
    {%- for subject in label_subjects() %}
    {{ unpivoted_labels(subject) }}
    union all
    {%- endfor %}
    select
        preferences.member_id,
        preferences.preference || '_preference' as label_code,
        preferences.value,
        preferences.strength as confidence,
        preferences.last_evidence_on as evidence_on
    from {{ ref('member_preferences') }} as preferences
    cross join rules
    where
        preferences.place = 1
        and preferences.strength >= rules.preference_share
        and preferences.evidence_count >= rules.preference_evidence
    union all
    select
        assignments.member_id,
        'strategy_membership' as label_code,
        assignments.strategy_key as value,
        cast(null as decimal(18, 6)) as confidence,
        assignments.assigned_on as evidence_on
    from {{ ref('fct_assignments') }} as assignments
    inner join {{ ref('dim_strategies') }} as strategies
        on assignments.strategy_key = strategies.strategy_key
    inner join {{ ref('dim_members') }} as members
        on assignments.member_id = members.member_id and not members.is_erased
    where
        assignments.is_first_of_member
        and not assignments.has_conflicting_arms
        and assignments.arm != 'control'
        and assignments.assigned_on <= {{ as_of_date() }}
        and coalesce(strategies.ends_on, {{ as_of_date() }}) >= {{ as_of_date() }}
),

defined as (
    select
        computed.member_id,
        computed.label_code,
        case when dictionary.is_exclusive then '' else computed.value end as slot,
        computed.value,
        dictionary.origin,
        coalesce(computed.confidence, dictionary.confidence) as confidence,
        coalesce(computed.evidence_on, {{ as_of_date() }}) as assigned_on,
        {{ add_days(
            "case when dictionary.expires_from = 'evidence' then computed.evidence_on "
            ~ "else " ~ as_of_date() ~ " end",
            'dictionary.expires_after_days'
        ) }} as expires_on
    from computed
    inner join {{ ref('label_dictionary') }} as dictionary
        on computed.label_code = dictionary.label_code
),

given as (
    select
        given.*,
        case when dictionary.is_exclusive then '' else given.value end as slot
    from {{ ref('given_labels') }} as given
    inner join {{ ref('label_dictionary') }} as dictionary
        on given.label_code = dictionary.label_code
    where given.unused_reason is null
),

compared as (
    select
        defined.*,
        given.member_id as given_member_id,
        given.label_code as given_label_code,
        given.slot as given_slot,
        given.value as given_value,
        given.origin as given_origin,
        coalesce(given.confidence, 1) as given_confidence,
        given.assigned_on as given_assigned_on,
        given.expires_on as given_expires_on,
        given.member_id is not null and (
            defined.member_id is null
            or given.origin = 'human'
            or defined.origin = 'rule'
        ) as is_given
    from defined
    full outer join given
        on
            defined.member_id = given.member_id
            and defined.label_code = given.label_code
            and defined.slot = given.slot
)

select
    coalesce(member_id, given_member_id) as member_id,
    coalesce(label_code, given_label_code) as label_code,
    coalesce(slot, given_slot) as slot,
    case when is_given then given_value else value end as value,
    case when is_given then given_origin else origin end as origin,
    cast(case when is_given then given_confidence else confidence end as decimal(18, 6))
        as confidence,
    case when is_given then given_assigned_on else assigned_on end as assigned_on,
    case when is_given then given_expires_on else expires_on end as expires_on,
    case when is_given then value end as overruled_value
from compared
where is_given or coalesce(expires_on > {{ as_of_date() }}, true)

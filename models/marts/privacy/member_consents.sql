-- What members have agreed to, as of as_of. Grain: member, purpose, dialogue channel.
-- The newest word counts; one for all dialogue channels counts for each of them, an
-- opt-out from a message withdraws marketing in its channel, and of two at one time
-- the withdrawal counts. Who asked to be forgotten has withdrawn everything.
with

events as (
    select
        member_id,
        purpose,
        dialogue_channel,
        is_granted,
        occurred_at,
        'consent' as evidence
    from {{ ref('fct_consents') }}
    where
        not is_deleted
        and member_id is not null
        and occurred_on <= {{ as_of_date() }}
    union all
    select
        member_id,
        'marketing' as purpose,
        dialogue_channel,
        false as is_granted,
        opted_out_at as occurred_at,
        'opt_out' as evidence
    from {{ ref('fct_sends') }}
    where
        not is_deleted
        and member_id is not null
        and {{ business_date('opted_out_at') }} <= {{ as_of_date() }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by member_id, purpose, dialogue_channel
            order by occurred_at desc, is_granted asc, evidence asc
        ) as place
    from events
),

newest as (
    select * from ranked where place = 1
),

compared as (
    select
        newest.*,
        general.is_granted as general_is_granted,
        general.occurred_at as general_occurred_at,
        newest.dialogue_channel != 'all'
        and coalesce(
            general.occurred_at > newest.occurred_at
            or (general.occurred_at = newest.occurred_at and newest.is_granted),
            false
        ) as is_overruled
    from newest
    left join newest as general
        on
            newest.member_id = general.member_id
            and newest.purpose = general.purpose
            and general.dialogue_channel = 'all'
)

select
    compared.member_id,
    compared.purpose,
    compared.dialogue_channel,
    case
        when members.is_erased then 'erasure'
        when compared.is_overruled then 'consent'
        else compared.evidence
    end as evidence,
    case
        when members.is_erased then false
        when compared.is_overruled then compared.general_is_granted
        else compared.is_granted
    end as is_granted,
    case
        when members.is_erased then members.erased_at
        when compared.is_overruled then compared.general_occurred_at
        else compared.occurred_at
    end as decided_at
from compared
inner join {{ ref('dim_members') }} as members
    on compared.member_id = members.member_id

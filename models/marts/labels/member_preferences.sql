-- What members prefer, with strength and evidence. Grain: member who lets us infer,
-- preference, value; the three strongest values of each. strength is the share of the
-- member's evidence that speaks for the value; affinity is that share against the one
-- among all members.
with

evidence as (
    select * from {{ ref('preference_evidence') }}
),

shares as (
    select
        preference,
        value,
        cast(sum(evidence_count) as double)
        / sum(sum(evidence_count)) over (partition by preference) as share
    from evidence
    group by preference, value
),

ranked as (
    select
        *,
        cast(evidence_count as double)
        / sum(evidence_count) over (partition by member_id, preference) as strength,
        row_number() over (
            partition by member_id, preference
            order by evidence_count desc, last_on desc, value asc
        ) as place
    from evidence
)

select
    ranked.member_id,
    ranked.preference,
    ranked.value,
    cast(ranked.place as integer) as place,
    cast(round(ranked.strength, 6) as decimal(18, 6)) as strength,
    cast(round(ranked.strength / shares.share, 6) as decimal(18, 6)) as affinity,
    ranked.evidence_count,
    ranked.last_on as last_evidence_on
from ranked
inner join shares
    on ranked.preference = shares.preference and ranked.value = shares.value
where ranked.place <= 3

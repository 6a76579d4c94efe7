-- Members of campaigns and strategies are those of the assignments: each once, and none
-- of those who stand in two arms; a global holdout is no strategy of its own.
with

heads as (
    {%- for kind in ['campaign', 'strategy'] %}
    select
        '{{ kind }}' as subject_kind,
        {{ kind }}_key as subject_key,
        member_id
    from {{ ref('fct_assignments') }}
    where
        {{ kind }}_key is not null
        and member_id is not null
        and not is_deleted
        and assigned_on <= {{ as_of_date() }}
    group by {{ kind }}_key, member_id
    having count(distinct arm) = 1
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

assigned as (
    select
        subject_kind,
        subject_key,
        count(*) as members
    from heads
    group by subject_kind, subject_key
),

holdouts as (
    select
        'strategy' as subject_kind,
        strategy_key as subject_key
    from {{ ref('dim_strategies') }}
    where kind = 'holdout'
),

judged as (
    select assigned.*
    from assigned
    left join holdouts
        on
            assigned.subject_kind = holdouts.subject_kind
            and assigned.subject_key = holdouts.subject_key
    where holdouts.subject_key is null
),

funnels as (
    select * from {{ ref('campaign_funnels') }} where slice_dimension = 'all'
)

select
    coalesce(assigned.subject_key, funnels.subject_key) as subject_key,
    assigned.members,
    funnels.targeted + funnels.holdout as members_of_funnel
from judged as assigned
full outer join funnels
    on
        assigned.subject_kind = funnels.subject_kind
        and assigned.subject_key = funnels.subject_key
where coalesce(assigned.members, 0) != coalesce(funnels.targeted + funnels.holdout, 0)

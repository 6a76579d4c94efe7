-- Every staged interaction is in the fact, kind by kind.
with

staged as (
    select
        kind,
        count(*) as interaction_count
    from {{ ref('int_interactions__unioned') }}
    group by kind
),

built as (
    select
        kind,
        count(*) as interaction_count
    from {{ ref('fct_interactions') }}
    group by kind
)

select *
from staged
full outer join built on staged.kind = built.kind
where staged.interaction_count is distinct from built.interaction_count

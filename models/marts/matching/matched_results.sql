-- Touched members against like members who were not touched in the same time. Grain:
-- experiment, arm, metric. Differences are taken cell by cell and weighed by the
-- touched, so the effect is that on them; who found nobody alike is in matched_share
-- alone. It is graded matched when enough of them were matched and both sides were
-- alike before. No proof: members may differ in what no cell knows.
with

members as (
    select * from {{ ref('matched_members') }}
),

{{ matched_estimate_ctes() }},

{{ matched_judgement_ctes() }}

select
    experiment_key,
    campaign_key,
    strategy_key,
    arm,
    metric,
    touched_members,
    matched_members,
    matched_share,
    untouched_members,
    cells,
    touched_value,
    matched_value,
    untouched_value,
    effect,
    effect - margin_of_error as ci_low,
    effect + margin_of_error as ci_high,
    case when reason is null then error end as standard_error,
    case when reason is null then untouched_error end as untouched_error,
    freedom as degrees_of_freedom,
    spend_difference,
    recency_difference,
    is_balanced,
    case
        when reason is not null then 'not_compared'
        when matched_share < {{ var('matching_least_share') }} then 'too_few_alike'
        when not is_balanced then 'unbalanced'
        else 'matched'
    end as grade,
    reason
from judged

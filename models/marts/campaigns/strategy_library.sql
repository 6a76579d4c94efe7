-- What is known of strategies, and how well. Grain: strategy. randomised: a control arm
-- of the planned share, of which nobody was contacted; before_after: no such arm, but
-- orders before and after; none: no window is over yet. Only randomised evidence gives
-- a verdict, and it expires.
with

results as (
    select * from {{ ref('strategy_results') }} where slice_dimension = 'all'
),

funnels as (
    select
        subject_key as strategy_key,
        holdout_contacted
    from {{ ref('campaign_funnels') }}
    where subject_kind = 'strategy' and slice_dimension = 'all'
),

plans as (
    select
        strategy_key,
        avg(case when arm = 'control' then cast(propensity as double) end)
            as planned_holdout_share
    from {{ ref('fct_assignments') }}
    where strategy_key is not null and not is_deleted
    group by strategy_key
),

proofs as (
    select
        subject_key as strategy_key,
        max(assigned_on) as last_assigned_on,
        sum(case when is_censored then 0 else 1 end) as closed_members
    from {{ ref('campaign_members') }}
    where subject_kind = 'strategy'
    group by subject_key
),

tested as (
    select
        results.*,
        plans.planned_holdout_share,
        funnels.holdout_contacted,
        coalesce(proofs.closed_members, 0) as closed_members,
        {{ add_days('proofs.last_assigned_on', var('conversion_window_days')) }}
            as proven_on,
        -- How far the share held out lies from the planned one, in standard errors.
        abs(
            results.holdout
            - (results.targeted + results.holdout) * plans.planned_holdout_share
        )
        / nullif(sqrt(
            (results.targeted + results.holdout)
            * plans.planned_holdout_share * (1 - plans.planned_holdout_share)
        ), 0) as sample_ratio_z,
        {{ difference_bound(
            'results.buyers', 'results.targeted',
            'results.holdout_buyers', 'results.holdout', 'lower'
        ) }} as difference_lower,
        {{ difference_bound(
            'results.buyers', 'results.targeted',
            'results.holdout_buyers', 'results.holdout', 'upper'
        ) }} as difference_upper
    from results
    left join funnels on results.strategy_key = funnels.strategy_key
    left join plans on results.strategy_key = plans.strategy_key
    left join proofs on results.strategy_key = proofs.strategy_key
),

graded as (
    select
        *,
        case
            when closed_members = 0 or targeted = 0 then 'none'
            when
                holdout > 0
                and holdout_contacted = 0
                and sample_ratio_z < 3.29
                then 'randomised'
            else 'before_after'
        end as evidence_grade
    from tested
)

select
    strategies.strategy_key,
    strategies.strategy_name,
    strategies.kind,
    strategies.journey_stage,
    strategies.segment,
    strategies.offer,
    strategies.dialogue_channel,
    strategies.owner,
    graded.evidence_grade,
    case
        when graded.evidence_grade != 'randomised' then 'untested'
        when graded.difference_lower > 0 then 'works'
        when graded.difference_upper < 0 then 'harms'
        else 'not_shown'
    end as verdict,
    graded.targeted,
    graded.holdout,
    graded.planned_holdout_share,
    graded.sample_ratio_z,
    graded.holdout_contacted,
    graded.buyer_rate_difference,
    graded.difference_lower,
    graded.difference_upper,
    graded.incremental_roi,
    graded.cost_amount,
    case when graded.evidence_grade != 'none' then graded.proven_on end as proven_on,
    case
        when graded.evidence_grade != 'none'
            then {{ add_days('graded.proven_on', var('strategy_proof_days')) }}
    end as proof_expires_on,
    coalesce(
        graded.evidence_grade != 'none'
        and {{ add_days('graded.proven_on', var('strategy_proof_days')) }}
        <= {{ as_of_date() }},
        false
    ) as is_proof_expired
from {{ ref('dim_strategies') }} as strategies
inner join graded on strategies.strategy_key = graded.strategy_key

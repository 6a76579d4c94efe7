-- What is known of strategies, and how well. Grain: strategy. randomised: arms are
-- compared, the health of the experiment is not red, and nobody held out was contacted;
-- matched: no such experiment, but enough touched members found others like them, alike
-- also in what they did before; before_after: members treated were known before, and
-- are compared with themselves; none: no window is over, or nobody was known before.
-- Only randomised evidence gives a verdict, of the arm that lifts conversion most. What
-- is attributed, matched, randomised and before and after has columns of its own.
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

{{ strategy_arm_ctes() }},

lights as (
    select
        strategy_key,
        light as health_light
    from {{ ref('experiment_health') }}
    where
        check_code = 'overall'
        and strategy_key is not null
        and campaign_key is null
),

{{ strategy_window_ctes() }},

graded as (
    select
        results.strategy_key,
        results.targeted,
        results.holdout,
        results.cost_amount,
        cast(results.cost_amount as double) / nullif(results.targeted, 0)
            as cost_a_head,
        margins.margin_lift,
        funnels.holdout_contacted,
        lights.health_light,
        compared.arm,
        compared.absolute_lift,
        compared.ci_low,
        compared.ci_high,
        compared.adjusted_p_value,
        compared.reason,
        matched.touched_value,
        matched.arm as matched_arm,
        matched.matched_share,
        matched.effect as matched_lift,
        matched.ci_low as matched_ci_low,
        matched.ci_high as matched_ci_high,
        matched.grade as matched_grade,
        proofs.window_days,
        coalesce(proofs.before_members, 0) as before_members,
        proofs.before_value,
        proofs.after_value,
        -- The end of a window is outside of it: the day is that of its last instant.
        {{ business_date("proofs.last_window_to - interval 1 second") }} as proven_on,
        case
            when proofs.last_window_to is null or results.targeted = 0 then 'none'
            when
                compared.control_members > 0
                and compared.members > 0
                and lights.health_light != 'red'
                and coalesce(funnels.holdout_contacted, 0) = 0
                then 'randomised'
            when matched.grade = 'matched' then 'matched'
            when proofs.before_members > 0 then 'before_after'
            else 'none'
        end as evidence_grade
    from results
    left join funnels on results.strategy_key = funnels.strategy_key
    left join compared
        on results.strategy_key = compared.strategy_key and compared.place = 1
    left join matched
        on results.strategy_key = matched.strategy_key and matched.place = 1
    left join lights on results.strategy_key = lights.strategy_key
    left join proofs on results.strategy_key = proofs.strategy_key
    left join margins on results.strategy_key = margins.strategy_key
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
        when graded.adjusted_p_value < 0.05 and graded.absolute_lift > 0 then 'works'
        when graded.adjusted_p_value < 0.05 and graded.absolute_lift < 0 then 'harms'
        else 'not_shown'
    end as verdict,
    graded.health_light,
    graded.targeted,
    graded.holdout,
    graded.holdout_contacted,
    graded.arm,
    graded.window_days,
    graded.absolute_lift,
    graded.ci_low,
    graded.ci_high,
    graded.adjusted_p_value,
    graded.reason,
    graded.touched_value as attributed_conversion,
    graded.matched_arm,
    graded.matched_lift,
    graded.matched_ci_low,
    graded.matched_ci_high,
    graded.matched_share,
    graded.matched_grade,
    (graded.margin_lift - graded.cost_a_head) / nullif(graded.cost_a_head, 0)
        as incremental_roi,
    graded.before_members,
    graded.before_value,
    graded.after_value,
    {{ rounded('graded.after_value - graded.before_value', 6) }}
        as before_after_difference,
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

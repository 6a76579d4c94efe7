-- Coverage against effect. Grain: strategy, RFM segment with somebody eligible. The
-- effect is that of the segment when both of its arms hold seesaw_min_members, else
-- of the whole. The plan takes the best gain a contact first, until contacts or
-- budget end.
{% set by_effect -%}
partition by strategy_key order by effect desc nulls last, rfm_segment
{%- endset -%}
{% set by_gain -%}
order by is_candidate desc, gain_per_contact desc nulls last, strategy_key, rfm_segment
rows between unbounded preceding and 1 preceding
{%- endset -%}
{% set gain -%}
(case when is_of_segment then segment_margin else whole_margin end - cost_per_contact)
{%- endset -%}
with

coverage as (
    select
        strategy_key,
        rfm_segment,
        sum(eligible_members) as eligible_members,
        sum(touched_eligible_members) as touched_members,
        sum(never_touched_members) as never_touched_members
    from {{ ref('strategy_coverage') }}
    where strategy_key != 'all'
    group by strategy_key, rfm_segment
    having sum(eligible_members) > 0
),

effects as (
    select
        strategy_key,
        slice_dimension,
        slice_value,
        targeted,
        holdout,
        buyer_rate_difference,
        {{ quotient('incremental_margin_amount', 'targeted') }} as margin_per_contact,
        {{ quotient('cost_amount', 'targeted') }} as cost_per_contact
    from {{ ref('strategy_results') }}
),

measured as (
    select
        coverage.*,
        coalesce(
            least(slices.targeted, slices.holdout) >= {{ var('seesaw_min_members') }},
            false
        ) as is_of_segment,
        slices.buyer_rate_difference as segment_effect,
        slices.margin_per_contact as segment_margin,
        whole.buyer_rate_difference as whole_effect,
        whole.margin_per_contact as whole_margin,
        whole.cost_per_contact
    from coverage
    left join effects as slices
        on
            coverage.strategy_key = slices.strategy_key
            and slices.slice_dimension = 'rfm_segment'
            and coverage.rfm_segment = slices.slice_value
    left join effects as whole
        on
            coverage.strategy_key = whole.strategy_key
            and whole.slice_dimension = 'all'
),

valued as (
    select
        *,
        {{ quotient('touched_members', 'eligible_members') }} as coverage,
        case when is_of_segment then 'segment' else 'whole' end as effect_source,
        case when is_of_segment then segment_effect else whole_effect end as effect,
        {{ gain }} as gain_per_contact,
        case when {{ gain }} > 0 then 1 else 0 end as is_candidate
    from measured
),

queued as (
    select
        *,
        coalesce(sum(
            is_candidate * never_touched_members * coalesce(cost_per_contact, 0)
        ) over ({{ by_gain }}), 0) as cost_before,
        sum(eligible_members) over ({{ by_effect }}) as eligible_so_far,
        sum(eligible_members * effect) over ({{ by_effect }}) as effect_so_far,
        sum(eligible_members) over (partition by strategy_key) as eligible_of_strategy
    from valued
),

dominated as (
    select distinct
        cells.strategy_key,
        cells.rfm_segment
    from valued as cells
    inner join valued as others
        on
            cells.coverage <= others.coverage
            and cells.effect <= others.effect
            and (cells.coverage < others.coverage or cells.effect < others.effect)
),

afforded as (
    select
        *,
        floor(greatest(0, least(
            is_candidate * never_touched_members,
            coalesce({{ quotient(
                '(' ~ var('strategy_budget') ~ ' - cost_before)', 'cost_per_contact'
            ) }}, never_touched_members)
        ))) as contacts
    from queued
),

-- What the budget does not allow takes none of the capacity.
planned as (
    select
        *,
        cast(least(contacts, greatest(
            0,
            {{ var('strategy_contact_capacity') }}
            - coalesce(sum(contacts) over ({{ by_gain }}), 0)
        )) as bigint) as planned_contacts
    from afforded
)

select
    planned.strategy_key,
    planned.rfm_segment,
    cast(planned.eligible_members as bigint) as eligible_members,
    cast(planned.touched_members as bigint) as touched_members,
    cast(planned.never_touched_members as bigint) as never_touched_members,
    planned.coverage,
    planned.effect,
    planned.effect_source,
    planned.effect is not null and dominated.strategy_key is null as is_on_frontier,
    {{ quotient('planned.eligible_so_far', 'planned.eligible_of_strategy') }}
        as cumulative_coverage,
    planned.effect_so_far / nullif(planned.eligible_so_far, 0) as cumulative_effect,
    planned.cost_per_contact,
    planned.gain_per_contact,
    planned.planned_contacts,
    planned.planned_contacts * coalesce(planned.cost_per_contact, 0)
        as planned_cost_amount,
    planned.planned_contacts * greatest(planned.gain_per_contact, 0)
        as planned_gain_amount
from planned
left join dominated
    on
        planned.strategy_key = dominated.strategy_key
        and planned.rfm_segment = dominated.rfm_segment

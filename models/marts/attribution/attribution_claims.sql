-- What campaigns and strategies claim of their treated members: all that these bought
-- in the window, and what of it touches of the campaign or strategy are credited with.
-- Grain: campaign or strategy, treated member. Members and windows are those of
-- experiments, so that claims can be held against effects. Where there is a global
-- holdout, is_of_whole marks windows within those of its treated members. A view: only
-- over_attribution reads it.
{{ config(materialized='view') }}
with

treated as (
    select
        experiment_key,
        campaign_key,
        strategy_key,
        member_id,
        net_amount,
        window_from,
        window_to,
        coalesce(experiment_key = {{ global_holdout_key() }}, false) as is_global
    from {{ ref('experiment_members') }}
    where is_counted and arm != 'control'
),

wholes as (
    select
        member_id,
        window_from,
        window_to
    from treated
    where is_global
),

credits as (
    select *
    from {{ ref('attribution') }}
    where campaign_key is not null or strategy_key is not null
),

credited as (
    select
        {%- for model in attribution_shares() %}
        sum(credits.{{ model }}_amount) as {{ model }}_amount,
        {%- endfor %}
        treated.experiment_key,
        treated.member_id
    from treated
    inner join credits
        on
            treated.member_id = credits.member_id
            and treated.window_from <= credits.paid_at
            and treated.window_to > credits.paid_at
            and (
                treated.campaign_key is null
                or treated.campaign_key = credits.campaign_key
            )
            and (
                treated.strategy_key is null
                or treated.strategy_key = credits.strategy_key
            )
    group by treated.experiment_key, treated.member_id
)

select
    treated.experiment_key,
    treated.campaign_key,
    treated.strategy_key,
    treated.member_id,
    coalesce(
        not treated.is_global
        and treated.window_from >= wholes.window_from
        and treated.window_to <= wholes.window_to,
        false
    ) as is_of_whole,
    cast(sum(case when treated.is_global then 0 else 1 end) over (
        partition by treated.member_id
    ) as bigint) as memberships,
    {%- for model in attribution_shares() %}
    cast(coalesce(credited.{{ model }}_amount, 0) as decimal(18, 2))
        as {{ model }}_amount,
    {%- endfor %}
    treated.net_amount as own_amount
from treated
left join wholes on treated.member_id = wholes.member_id
left join credited
    on
        treated.experiment_key = credited.experiment_key
        and treated.member_id = credited.member_id

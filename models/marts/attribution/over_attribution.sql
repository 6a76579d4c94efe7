-- What campaigns and strategies claim against what the arms held out show as brought by
-- them. Grain: experiment, claim; `all` adds up the claims and has one effect for them.
-- Only what is of known effect, or in the windows of the global holdout, is in it.
{% set claims = ['own'] + attribution_shares().keys() | list -%}
{% set structs = [] -%}
{% for claim in claims -%}
    {%- do structs.append({
        'claim': "'" ~ claim ~ "'", 'claimed_amount': claim ~ '_amount'
    }) -%}
{% endfor -%}
with

effects as (
    select * from {{ ref('attribution_effects') }}
),

whole as (
    select basis from effects
    where experiment_key = 'all'
),

claimed as (
    select
        claims.*,
        case
            when whole.basis = 'global_holdout' then claims.is_of_whole
            else effects.reason is null
        end as is_of_all
    from {{ ref('attribution_claims') }} as claims
    inner join effects on claims.experiment_key = effects.experiment_key
    cross join whole
),

summed as (
    select
        experiment_key,
        {%- for claim in claims %}
        sum({{ claim }}_amount) as {{ claim }}_amount,
        {%- endfor %}
        count(*) as members,
        sum(case when memberships > 1 then 1 else 0 end) as members_in_several
    from claimed
    group by experiment_key
    union all
    select
        'all' as experiment_key,
        {%- for claim in claims %}
        sum({{ claim }}_amount) as {{ claim }}_amount,
        {%- endfor %}
        count(distinct member_id) as members,
        count(distinct case when memberships > 1 then member_id end)
            as members_in_several
    from claimed
    where is_of_all
    having count(*) > 0
),

unpivoted as (
    {{ rows_of_columns(
        'summed', ['experiment_key', 'members', 'members_in_several'], structs, 'true'
    ) }}
)

select
    unpivoted.experiment_key,
    effects.campaign_key,
    effects.strategy_key,
    unpivoted.claim,
    effects.basis,
    unpivoted.members,
    cast(unpivoted.members_in_several as bigint) as members_in_several,
    cast(unpivoted.claimed_amount as decimal(18, 2)) as claimed_amount,
    effects.incremental_amount,
    effects.ci_low,
    effects.ci_high,
    unpivoted.claimed_amount - effects.incremental_amount as over_claimed_amount,
    case
        when effects.incremental_amount > 0
            then unpivoted.claimed_amount / effects.incremental_amount
    end as claimed_to_incremental,
    case
        when effects.reason is not null then 'unproven'
        when effects.light = 'red' then 'unhealthy'
        when unpivoted.claimed_amount > effects.ci_high then 'over_claimed'
        when unpivoted.claimed_amount < effects.ci_low then 'under_claimed'
        else 'not_refuted'
    end as grade,
    effects.reason
from unpivoted
inner join effects on unpivoted.experiment_key = effects.experiment_key

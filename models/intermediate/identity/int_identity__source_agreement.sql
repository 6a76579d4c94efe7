-- How true each channel's values are, told by the other channels of the same members,
-- never by the trust of the seed. A channel has one vote a member and field, its newest
-- value. Its weight is the log-odds of agreeing with another channel; the values of a
-- member then share a probability of 1 by the weights of their votes, and a channel's
-- truth is the mean probability of its values. Grain: channel, field.
with

votes as (
    select
        component_key,
        field,
        channel_code,
        min_by(
            value,
            lpad(
                cast(
                    20000000000 - {{ epoch_seconds('updated_at') }}
                    as {{ dbt.type_string() }}
                ), 11, '0'
            ) || account_key
        ) as value
    from {{ ref('int_identity__field_values') }}
    where value is not null and not is_nickname and field != 'loyalty_no'
    group by component_key, field, channel_code
),

shared as (
    select
        component_key,
        field,
        count(*) as sources
    from votes
    group by component_key, field
    having count(*) > 1
),

tallies as (
    select
        votes.component_key,
        votes.field,
        votes.value,
        shared.sources,
        count(*) as supporters
    from votes
    inner join shared
        on votes.component_key = shared.component_key and votes.field = shared.field
    group by votes.component_key, votes.field, votes.value, shared.sources
),

compared as (
    select
        votes.channel_code,
        tallies.*
    from votes
    inner join tallies
        on
            votes.component_key = tallies.component_key
            and votes.field = tallies.field
            and votes.value = tallies.value
),

weights as (
    select
        channel_code,
        field,
        -- Thousandths, so that sums are exact and the same on any engine.
        cast(round(1000 * ln(
            (sum(supporters - 1) + 1.0) / (sum(sources - supporters) + 1.0)
        )) as {{ dbt.type_bigint() }}) as weight
    from compared
    group by channel_code, field
),

scores as (
    select
        compared.component_key,
        compared.field,
        compared.value,
        sum(weights.weight) as score
    from compared
    inner join weights
        on
            compared.channel_code = weights.channel_code
            and compared.field = weights.field
    group by compared.component_key, compared.field, compared.value
),

raised as (
    select
        component_key,
        field,
        value,
        exp(
            (score - max(score) over (partition by component_key, field)) / 1000.0
        ) as odds
    from scores
),

believed as (
    select
        component_key,
        field,
        value,
        cast(
            odds / sum(odds) over (partition by component_key, field) as decimal(18, 6)
        ) as probability
    from raised
)

select
    compared.channel_code,
    compared.field,
    count(*) as compared_count,
    count(case when compared.supporters < compared.sources then 1 end)
        as contradicted_count,
    cast(sum(compared.supporters - 1) as {{ dbt.type_bigint() }})
        as agreeing_pair_count,
    cast(sum(compared.sources - 1) as {{ dbt.type_bigint() }}) as pair_count,
    sum(believed.probability) as expected_true_count
from compared
inner join believed
    on
        compared.component_key = believed.component_key
        and compared.field = believed.field
        and compared.value = believed.value
group by compared.channel_code, compared.field

-- What a label told of purchases before they were made: of the members who had a value
-- at a snapshot, how many bought in the days after, against all members of that day.
-- Grain: label, value. The snapshot is the newest that has outcome_days behind it;
-- without one there are no rows. Numbers and dates count as known, whatever they are.
with

rules as (
    {{ label_rules(['outcome_days']) }}
),

dictionary as (
    select
        label_code,
        value_type
    from {{ ref('label_dictionary') }}
),

chosen as (
    select
        max(snapshots.snapshot_on) as snapshot_on,
        max(rules.outcome_days) as outcome_days
    from (select distinct snapshot_on from {{ ref('label_snapshots') }}) as snapshots
    cross join rules
    where
        {{ days_between('snapshots.snapshot_on', as_of_date()) }} >= rules.outcome_days
),

outcomes as (
    select distinct days.member_id
    from {{ ref('fct_member_days') }} as days
    cross join chosen
    where
        days.is_buying_day
        and days.on_date > chosen.snapshot_on
        and {{ days_between('chosen.snapshot_on', 'days.on_date') }}
        <= chosen.outcome_days
),

everybody as (
    select
        count(*) as all_members,
        count(outcomes.member_id) as all_buyers
    from {{ ref('dim_members') }} as members
    cross join chosen
    left join outcomes on members.member_id = outcomes.member_id
    where
        not members.is_erased
        and {{ business_date('members.first_seen_at') }} <= chosen.snapshot_on
),

labelled as (
    select distinct
        snapshots.label_code,
        ids.current_member_id as member_id,
        case
            when dictionary.value_type in ('boolean', 'category') then snapshots.value
            else 'known'
        end as value
    from {{ ref('label_snapshots') }} as snapshots
    inner join chosen on snapshots.snapshot_on = chosen.snapshot_on
    inner join {{ ref('dim_member_ids') }} as ids
        on snapshots.member_id = ids.member_id
    inner join dictionary on snapshots.label_code = dictionary.label_code
    where snapshots.value != 'false'
),

counted as (
    select
        labelled.label_code,
        labelled.value,
        count(*) as members,
        count(outcomes.member_id) as buyers
    from labelled
    left join outcomes on labelled.member_id = outcomes.member_id
    group by labelled.label_code, labelled.value
),

compared as (
    select
        counted.*,
        chosen.snapshot_on,
        everybody.all_members,
        counted.buyers * 1.0e0 / counted.members as purchase_rate,
        everybody.all_buyers * 1.0e0 / everybody.all_members as base_rate,
        {{ pooled_z(
            'counted.buyers', 'counted.members',
            '(everybody.all_buyers - counted.buyers)',
            '(everybody.all_members - counted.members)',
        ) }} as z
    from counted
    cross join everybody
    cross join chosen
    where everybody.all_members > counted.members
)

select
    label_code,
    value,
    snapshot_on,
    cast(members as bigint) as members,
    cast(buyers as bigint) as buyers,
    round(purchase_rate, 6) as purchase_rate,
    round(base_rate, 6) as base_rate,
    round(purchase_rate / nullif(base_rate, 0), 4) as lift,
    round(z, 6) as z,
    round({{ normal_two_sided('z') }}, 9) as p_value
from compared

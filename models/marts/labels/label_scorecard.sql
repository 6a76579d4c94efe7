-- Whether a label is worth its keep: how many members it covers, how old it is, how
-- long it holds, whether people agree with it, what it told of purchases, and who reads
-- it. Grain: label of the dictionary. What needs an earlier snapshot is null without.
{% set labelled =
    'coalesce(several.labelled_members, newest.labelled_members, 0)' -%}
with

rules as (
    {{ label_rules(['outcome_days', 'expiring_days', 'lift_members']) }}
),

permitted as (
    select
        count(*) as all_members,
        sum(case when may_profile then 1 else 0 end) as profiled_members
    from {{ ref('member_permissions') }}
    where not is_erased
),

-- Only a label of several values names a member twice.
several as (
    select
        label_code,
        count(*) as labelled_members
    from (
        select distinct
            label_code,
            member_id
        from {{ ref('member_labels') }}
        where value != 'false' and slot != ''
    ) as members
    group by label_code
),

newest as (
    select
        labels.label_code,
        sum(case when labels.slot = '' then 1 else 0 end) as labelled_members,
        {{ median_of(days_between('labels.assigned_on', as_of_date())) }}
            as median_age_days,
        sum(case
            when
                {{ days_between(as_of_date(), 'labels.expires_on') }}
                <= rules.expiring_days
                then 1
            else 0
        end) as expiring_rows
    from {{ ref('member_labels') }} as labels
    cross join rules
    where labels.value != 'false'
    group by labels.label_code
),

chosen as (
    select max(snapshots.snapshot_on) as snapshot_on
    from (select distinct snapshot_on from {{ ref('label_snapshots') }}) as snapshots
    cross join rules
    where
        {{ days_between('snapshots.snapshot_on', as_of_date()) }} >= rules.outcome_days
),

kept as (
    select
        snapshots.label_code,
        count(*) as earlier_rows,
        count(labels.label_code) as kept_rows
    from {{ ref('label_snapshots') }} as snapshots
    inner join chosen on snapshots.snapshot_on = chosen.snapshot_on
    inner join {{ ref('dim_member_ids') }} as ids
        on snapshots.member_id = ids.member_id
    left join {{ ref('member_labels') }} as labels
        on
            ids.current_member_id = labels.member_id
            and snapshots.label_code = labels.label_code
            and snapshots.slot = labels.slot
            and snapshots.value = labels.value
    group by snapshots.label_code
),

lifts as (
    select
        lifts.label_code,
        lifts.value,
        lifts.lift,
        lifts.p_value * count(*) over (partition by lifts.label_code) as p_value,
        row_number() over (
            partition by lifts.label_code
            order by lifts.lift desc nulls last, lifts.value asc
        ) as place
    from {{ ref('label_lifts') }} as lifts
    cross join rules
    where lifts.members >= rules.lift_members
),

audiences as (
    select
        label_code,
        {{ joined_text('audience') }} as audiences
    from {{ ref('audience_labels') }}
    group by label_code
),

scored as (
    select
        dictionary.label_code,
        dictionary.label_name,
        dictionary.label_group,
        dictionary.origin,
        dictionary.owner,
        cast({{ labelled }} as bigint) as labelled_members,
        round({{ labelled }} * 1e0 / nullif(permitted.all_members, 0), 6) as coverage,
        round({{ labelled }} * 1e0 / nullif(case
            when dictionary.consent_purpose = 'profiling'
                then permitted.profiled_members
        end, 0), 6) as coverage_of_permitted,
        cast(newest.median_age_days as double) as median_age_days,
        cast(newest.expiring_rows as bigint) as expiring_rows,
        chosen.snapshot_on as compared_with,
        round(kept.kept_rows * 1e0 / kept.earlier_rows, 6) as stability,
        coalesce(agreed.declared_rows, 0) as declared_rows,
        coalesce(agreed.compared_rows, 0) as compared_rows,
        agreed.agreement,
        lifts.value as best_value,
        lifts.lift as best_lift,
        case when lifts.p_value > 1 then 1e0 else lifts.p_value end
            as best_lift_p_value,
        {{ label_readers('dictionary.label_code') }} as readers,
        audiences.audiences
    from {{ ref('label_dictionary') }} as dictionary
    cross join permitted
    cross join chosen
    left join newest on dictionary.label_code = newest.label_code
    left join several on dictionary.label_code = several.label_code
    left join kept on dictionary.label_code = kept.label_code
    left join {{ ref('label_agreement') }} as agreed
        on dictionary.label_code = agreed.label_code
    left join lifts on dictionary.label_code = lifts.label_code and lifts.place = 1
    left join audiences on dictionary.label_code = audiences.label_code
)

select
    *,
    case
        when readers is not null or audiences is not null then 'keep'
        when compared_with is null then 'too_early'
        when best_lift > 1 and best_lift_p_value < 0.05 then 'keep'
        else 'retire'
    end as advice
from scored

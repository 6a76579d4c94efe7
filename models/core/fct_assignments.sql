-- Accounts assigned to the arms of campaigns and strategies. Grain: delivering channel,
-- campaign or strategy, account. A member with several accounts has several rows, of
-- which the earliest is_first_of_member; when they are in different arms, all of them
-- has_conflicting_arms and no experiment may count them.
{{ fact_config('int_assignments__unioned', 'assignment_key') }}

with

accounts as (
    {{ accounts_of_members() }}
),

delivered as (
    select
        assignments.*,
        accounts.member_id,
        coalesce(accounts.channel_code, assignments.channel_code)
            as account_channel_code,
        coalesce(accounts.member_id, assignments.account_key) as person
    from {{ ref('int_assignments__unioned') }} as assignments
    left join accounts on assignments.account_key = accounts.account_key
),

{% if is_incremental() -%}
-- One row of a person decides about the others: all rows of a person are judged again
-- when one came, left, or went to another member.
changed as (
    select person from delivered
    where {{ is_new() }}
    union
    select coalesce(built.member_id, built.account_key) as person
    from {{ this }} as built
    left join delivered on built.assignment_key = delivered.assignment_key
    where
        delivered.assignment_key is null
        or coalesce(built.member_id, '') != coalesce(delivered.member_id, '')
    union
    select delivered.person
    from {{ this }} as built
    inner join delivered on built.assignment_key = delivered.assignment_key
    where coalesce(built.member_id, '') != coalesce(delivered.member_id, '')
),

{% endif -%}
considered as (
    select * from delivered
    {%- if is_incremental() %}
    where person in (select person from changed)
    {%- endif %}
),

judged as (
    select
        *,
        row_number() over (
            partition by person, campaign_id, strategy_id
            order by is_deleted, assigned_at, assignment_key
        ) as place,
        min(case when not is_deleted then arm end) over (
            partition by person, campaign_id, strategy_id
        ) as first_arm,
        max(case when not is_deleted then arm end) over (
            partition by person, campaign_id, strategy_id
        ) as last_arm
    from considered
)

select
    assignment_key,
    campaign_id as campaign_key,
    strategy_id as strategy_key,
    member_id,
    account_key,
    account_channel_code as channel_code,
    arm,
    propensity,
    place = 1 and not is_deleted as is_first_of_member,
    coalesce(first_arm != last_arm, false) as has_conflicting_arms,
    is_deleted,
    assigned_at,
    {{ business_date('assigned_at') }} as assigned_on,
    {{ batch_id() }} as _batch_id
from judged

-- How employees serve customers one to one, without groups. Grain: employee, period
-- (day or month) with a message or a change of relation. A talk is what an employee and
-- a customer write to each other on a day of the business time zone; one the customer
-- opened is answered when the employee writes back on that day. A channel that tells no
-- message of ours leaves open what was answered.
{% set periods = [('day', 'occurred_on'), ('month', month_of('occurred_on'))] -%}
with

acts as (
    select
        acts.employee_id as employee_key,
        acts.channel_code,
        coalesce(acts.member_id, acts.account_key) as customer,
        acts.kind,
        acts.kind in ('message_in', 'reply') as is_in,
        acts.kind = 'message_out' as is_out,
        acts.occurred_at,
        acts.occurred_on
    from {{ ref('fct_interactions') }} as acts
    inner join {{ ref('dim_channels') }} as channels
        on
            acts.channel_code = channels.channel_code
            and channels.dialogue_channel = 'one_to_one'
    where
        acts.employee_id is not null
        and not acts.is_deleted
        and acts.occurred_on <= {{ as_of_date() }}
        and acts.kind in (
            'add_friend', 'delete_friend', 'remove_friend', 'block', 'message_in',
            'reply', 'message_out'
        )
),

telling_channels as (
    select distinct channel_code from acts
    where is_out
),

days as (
    select
        employee_key,
        channel_code,
        customer,
        occurred_on,
        min(case when is_in then occurred_at end) as first_in_at,
        min(case when is_out then occurred_at end) as first_out_at
    from acts
    where is_in or is_out
    group by employee_key, channel_code, customer, occurred_on
),

talks as (
    select
        days.employee_key,
        days.occurred_on,
        telling_channels.channel_code is not null as is_judged,
        {{ epoch_seconds('days.first_out_at') }} / 60.0e0
        - {{ epoch_seconds('days.first_in_at') }} / 60.0e0 as minutes_to_reply
    from days
    left join telling_channels on days.channel_code = telling_channels.channel_code
    where
        days.first_in_at <= days.first_out_at
        or (days.first_in_at is not null and days.first_out_at is null)
),

served as (
    {%- for period, day in periods %}
    select
        employee_key,
        '{{ period }}' as period,
        {{ day }} as period_start,
        count(case when kind = 'add_friend' then 1 end) as friends_added,
        count(case when kind in ('delete_friend', 'block') then 1 end) as friends_lost,
        count(case when kind = 'remove_friend' then 1 end) as friends_removed,
        count(distinct case when is_out then customer end) as customers_written_to,
        count(distinct case when is_in then customer end) as customers_writing,
        count(case when is_out then 1 end) as messages_written
    from acts
    group by employee_key, {{ day }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

answered as (
    {%- for period, day in periods %}
    select
        employee_key,
        '{{ period }}' as period,
        {{ day }} as period_start,
        count(*) as opened_talks,
        count(case when is_judged then 1 end) as judged_talks,
        count(minutes_to_reply) as answered_talks,
        {{ percentile('minutes_to_reply', 0.5) }} as median_minutes_to_reply
    from talks
    group by employee_key, {{ day }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    served.employee_key,
    employees.store_key,
    served.period,
    served.period_start,
    served.friends_added,
    served.friends_lost,
    served.friends_removed,
    served.customers_written_to,
    served.customers_writing,
    served.messages_written,
    coalesce(answered.opened_talks, 0) as opened_talks,
    coalesce(answered.judged_talks, 0) as judged_talks,
    coalesce(answered.answered_talks, 0) as answered_talks,
    {{ quotient('answered.answered_talks', 'answered.judged_talks') }}
        as answered_share,
    answered.median_minutes_to_reply,
    case
        when answered.opened_talks is null then 'no_talks'
        when answered.judged_talks = 0 then 'replies_not_told'
    end as answered_missing_reason
from served
left join answered
    on
        served.employee_key = answered.employee_key
        and served.period = answered.period
        and served.period_start = answered.period_start
left join {{ ref('dim_employees') }} as employees
    on served.employee_key = employees.employee_key

-- What begins a rule of dialogue for a member. Grain: member, trigger, day. An order
-- day is stopped by the next one. Points are burnt oldest first: a lot expires as far
-- as later lots do not account for the balance. Birthdays on 29 February are kept on
-- the 28th in other years.
with

profiles as (
    select
        member_id,
        birthday,
        next_purchase_due_on
    from {{ ref('member_profiles') }}
),

order_days as (
    select
        member_id,
        on_date,
        previous_order_on,
        next_order_on
    from {{ ref('fct_member_days') }}
    where is_first_of_day and on_date <= {{ as_of_date() }}
),

registrations as (
    select
        member_id,
        {{ business_date('min(registered_at)') }} as registered_on
    from {{ ref('dim_accounts') }}
    where is_registered and registered_at is not null and member_id is not null
    group by member_id
),

ledger as (
    select
        member_id,
        points,
        expires_on
    from {{ ref('fct_points') }}
    where
        not is_deleted
        and member_id is not null
        and occurred_on <= {{ as_of_date() }}
),

balances as (
    select
        member_id,
        sum(points) as balance,
        sum(case when points > 0 and expires_on is null then points else 0 end)
            as lasting
    from ledger
    group by member_id
),

lots as (
    select
        member_id,
        expires_on,
        sum(points) as points
    from ledger
    where points > 0 and expires_on is not null
    group by member_id, expires_on
),

left_over as (
    select
        lots.member_id,
        lots.expires_on,
        lots.points,
        balances.balance - balances.lasting - sum(lots.points) over (
            partition by lots.member_id
            order by lots.expires_on desc
            rows between unbounded preceding and current row
        ) + lots.points as until_then
    from lots
    inner join balances on lots.member_id = balances.member_id
),

birthdays as (
    {%- for years in [-1, 0, 1] %}
    select
        member_id,
        {{ add_months(
            'birthday',
            '12 * (extract(year from ' ~ as_of_date()
            ~ ') - extract(year from birthday) + ' ~ years ~ ')'
        ) }} as kept_on
    from profiles
    where birthday is not null
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

triggers as (
    {%- for trigger in ['order', 'last_order'] %}
    select
        member_id,
        '{{ trigger }}' as trigger,
        on_date as triggered_on,
        {{ 'next_order_on' if trigger == 'last_order' else 'cast(null as date)' }}
            as stopped_on,
        previous_order_on as previous_on
    from order_days
    union all
    {%- endfor %}
    {%- for trigger, relation, day, condition in [
        ('registered', 'registrations', 'registered_on', 'registered_on <= ' ~ as_of_date()),
        ('next_purchase', 'profiles', 'next_purchase_due_on',
         'next_purchase_due_on is not null'),
        ('points_expiry', 'left_over', 'expires_on',
         'until_then > 0 and expires_on >= ' ~ as_of_date()),
        ('birthday', 'birthdays', 'kept_on', 'kept_on is not null'),
    ] %}
    select
        member_id,
        '{{ trigger }}' as trigger,
        {{ day }} as triggered_on,
        cast(null as date) as stopped_on,
        lag({{ day }}) over (partition by member_id order by {{ day }}) as previous_on
    from {{ relation }}
    where {{ condition }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    triggers.member_id,
    triggers.trigger,
    triggers.triggered_on,
    triggers.stopped_on,
    triggers.previous_on
from triggers
inner join profiles on triggers.member_id = profiles.member_id

-- What campaigns and strategies cost, and to whom their messages went. Grain: campaign
-- or strategy with a cost or a send. cost_amount holds no discounts: what orders paid,
-- and so GMV and margin, is already less by them. Messages to nobody known, to members
-- held out and to members never assigned cost money, and count in no funnel.
with

costs as (
    {{ rows_of_subjects(
        'fct_costs', ['kind', 'amount'], 'occurred_on <= ' ~ as_of_date()
    ) }}
),

spent as (
    select
        subject_kind,
        subject_key,
        sum(case when kind != 'discount' then amount end) as other_cost_amount,
        sum(case when kind = 'discount' then amount end) as discount_amount
    from costs
    group by subject_kind, subject_key
),

sends as (
    {{ rows_of_subjects(
        'fct_sends', ['member_id', 'cost_amount', 'sent_at'],
        'sent_on <= ' ~ as_of_date()
    ) }}
),

sent as (
    select
        sends.subject_kind,
        sends.subject_key,
        count(*) as sends,
        sum(case when sends.member_id is null then 1 else 0 end)
            as sends_without_member,
        sum(case
            when sends.member_id is not null and windows.member_id is null then 1
            else 0
        end) as sends_outside_targeting,
        sum(case when not windows.is_treated then 1 else 0 end) as sends_to_held_out,
        sum(sends.cost_amount) as send_cost_amount
    from sends
    left join {{ ref('campaign_windows') }} as windows
        on
            sends.subject_kind = windows.subject_kind
            and sends.subject_key = windows.subject_key
            and sends.member_id = windows.member_id
    group by sends.subject_kind, sends.subject_key
)

select
    coalesce(spent.subject_kind, sent.subject_kind) as subject_kind,
    coalesce(spent.subject_key, sent.subject_key) as subject_key,
    coalesce(sent.sends, 0) as sends,
    cast(coalesce(sent.sends_without_member, 0) as bigint) as sends_without_member,
    cast(coalesce(sent.sends_outside_targeting, 0) as bigint)
        as sends_outside_targeting,
    cast(coalesce(sent.sends_to_held_out, 0) as bigint) as sends_to_held_out,
    cast(coalesce(sent.send_cost_amount, 0) as decimal(18, 2)) as send_cost_amount,
    cast(
        coalesce(spent.other_cost_amount, 0) + coalesce(sent.send_cost_amount, 0)
        as decimal(18, 2)
    ) as cost_amount,
    cast(coalesce(spent.discount_amount, 0) as decimal(18, 2)) as discount_amount
from spent
full outer join sent
    on
        spent.subject_kind = sent.subject_kind
        and spent.subject_key = sent.subject_key

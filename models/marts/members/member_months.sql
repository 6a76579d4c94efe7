-- What members did in a month, the one scan of the facts that all monthly snapshots
-- derive from. Grain: member, month with an order, refund or interaction. Additive over
-- months and members, except for the dates. Erased members are left out.
with

orders as (
    select
        member_id,
        {{ month_of('paid_on') }} as month,
        count(*) as order_count,
        sum(paid_amount) as paid_amount,
        sum(net_amount) as net_amount,
        min(paid_on) as first_order_on,
        max(paid_on) as last_order_on
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null and paid_on <= {{ as_of_date() }}
    group by member_id, {{ month_of('paid_on') }}
),

refunds as (
    select
        member_id,
        {{ month_of('refunded_on') }} as month,
        sum(amount) as refunded_amount
    from {{ ref('fct_refunds') }}
    where
        is_done
        and is_of_valid_order
        and member_id is not null
        and refunded_on <= {{ as_of_date() }}
    group by member_id, {{ month_of('refunded_on') }}
),

margins as (
    select
        member_id,
        {{ month_of('on_date') }} as month,
        sum(costed_amount) as costed_amount,
        sum(margin_amount) as margin_amount
    from {{ ref('fct_member_category_days') }}
    where on_date <= {{ as_of_date() }} and margin_amount is not null
    group by member_id, {{ month_of('on_date') }}
),

interactions as (
    select
        interactions.member_id,
        {{ month_of('interactions.occurred_on') }} as month,
        sum(case when kinds.is_own then 1 else 0 end) as interaction_count,
        sum(case when kinds.is_withdrawal then 1 else 0 end) as withdrawal_count,
        max(case when kinds.is_own then interactions.occurred_on end)
            as last_interaction_on
    from {{ ref('fct_interactions') }} as interactions
    inner join {{ ref('interaction_kinds') }} as kinds
        on interactions.kind = kinds.kind
    where
        not interactions.is_deleted
        and interactions.member_id is not null
        and interactions.occurred_on <= {{ as_of_date() }}
        and (kinds.is_own or kinds.is_withdrawal)
    group by interactions.member_id, {{ month_of('interactions.occurred_on') }}
),

keys as (
    select
        member_id,
        month
    from orders
    union
    select
        member_id,
        month
    from refunds
    union
    select
        member_id,
        month
    from interactions
),

members as (
    select member_id from {{ ref('dim_members') }} where not is_erased
)

select
    keys.member_id,
    keys.month,
    coalesce(orders.order_count, 0) as order_count,
    cast(coalesce(orders.paid_amount, 0) as decimal(18, 2)) as paid_amount,
    cast(coalesce(orders.net_amount, 0) as decimal(18, 2)) as net_amount,
    cast(coalesce(refunds.refunded_amount, 0) as decimal(18, 2)) as refunded_amount,
    cast(margins.costed_amount as decimal(18, 2)) as costed_amount,
    cast(margins.margin_amount as decimal(18, 2)) as margin_amount,
    cast(coalesce(interactions.interaction_count, 0) as bigint) as interaction_count,
    cast(coalesce(interactions.withdrawal_count, 0) as bigint) as withdrawal_count,
    orders.first_order_on,
    orders.last_order_on,
    max(orders.last_order_on) over (
        partition by keys.member_id
        order by keys.month
        rows between unbounded preceding and 1 preceding
    ) as previous_order_on,
    interactions.last_interaction_on
from keys
inner join members on keys.member_id = members.member_id
left join orders on keys.member_id = orders.member_id and keys.month = orders.month
left join refunds on keys.member_id = refunds.member_id and keys.month = refunds.month
left join margins on keys.member_id = margins.member_id and keys.month = margins.month
left join interactions
    on
        keys.member_id = interactions.member_id
        and keys.month = interactions.month

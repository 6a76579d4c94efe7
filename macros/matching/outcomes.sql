{#- CTEs from `compared` to `outcomes`: what compared members bought in their window and
    before the assignment, as experiments count it. The days since the last order end
    with those of the window of RFM, also for who never bought. -#}
{% macro matched_outcome_ctes() -%}
{%- set most_days = var('rfm_window_days') -%}
orders as (
    select
        member_id,
        net_amount,
        paid_at
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null and paid_on <= {{ as_of_date() }}
),

bought as (
    select
        compared.experiment_key,
        compared.arm,
        compared.member_id,
        compared.is_touched,
        sum(case when orders.paid_at >= compared.window_from then 1 else 0 end)
            as orders,
        sum(case
            when orders.paid_at >= compared.window_from then orders.net_amount
            else 0
        end) as net_amount,
        sum(case
            when
                orders.paid_at >= compared.pre_from
                and orders.paid_at < compared.assigned_at
                then orders.net_amount
            else 0
        end) as pre_net_amount,
        max(case
            when orders.paid_at < compared.assigned_at then orders.paid_at
        end) as last_paid_at
    from compared
    inner join orders
        on
            compared.member_id = orders.member_id
            and compared.window_to > orders.paid_at
    group by
        compared.experiment_key,
        compared.arm,
        compared.member_id,
        compared.is_touched
),

outcomes as (
    select
        compared.*,
        cast(coalesce(bought.orders, 0) as bigint) as orders,
        cast(coalesce(bought.net_amount, 0) as decimal(18, 2)) as net_amount,
        cast(coalesce(bought.pre_net_amount, 0) as decimal(18, 2)) as pre_net_amount,
        cast(least(
            coalesce(
                {{ days_between(
                    business_date('bought.last_paid_at'),
                    business_date('compared.assigned_at')
                ) }},
                {{ most_days }}
            ),
            {{ most_days }}
        ) as bigint) as recency_days
    from compared
    left join bought
        on
            compared.experiment_key = bought.experiment_key
            and compared.arm = bought.arm
            and compared.member_id = bought.member_id
            and compared.is_touched = bought.is_touched
)
{%- endmacro %}

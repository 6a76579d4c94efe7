-- Credits of every order sum to its net amount, to the cent, in every model; every
-- order that counts is credited; and the summary holds what the credits hold.
with

orders as (
    select
        order_key,
        net_amount
    from {{ ref('fct_orders') }}
    where is_valid and paid_on <= {{ as_of_date() }}
),

credited as (
    select
        {%- for model in attribution_shares() %}
        sum({{ model }}_amount) as {{ model }},
        {%- endfor %}
        order_key
    from {{ ref('attribution') }}
    group by order_key
),

wholes as (
    select sum(net_amount) as net_amount from orders
),

models as (
    select
        model,
        sum(credited_amount) as credited_amount
    from {{ ref('attribution_summary') }}
    group by model
)

select coalesce(orders.order_key, credited.order_key) as fault
from orders
full outer join credited on orders.order_key = credited.order_key
where
    orders.order_key is null
    or credited.order_key is null
    {%- for model in attribution_shares() %}
    or credited.{{ model }} != orders.net_amount
    {%- endfor %}
union all
select models.model as fault
from models
cross join wholes
where models.credited_amount != wholes.net_amount

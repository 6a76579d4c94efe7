-- From what a platform reports to what we count. Grain: day, channel, metric, step.
-- amount adds up from reported over all steps to ours, to the cent. Each step is what
-- orders (of buyers: heads) bring to the day or take from it; unmapped_rest is what no
-- order explains.
with

habits as (
    select * from {{ ref('platform_habits') }}
),

all_orders as (
    select
        *,
        {{ placed_amount() }} as placed_amount
    from {{ ref('fct_orders') }}
),

orders as (
    select
        orders.channel_code,
        coalesce(orders.account_key, orders.order_key) as account,
        orders.member_id,
        orders.paid_on,
        orders.placed_amount,
        orders.refunded_amount,
        {{ business_date('orders.ordered_at') }} as placed_on,
        case habits.reporting_time_zone
            when 'UTC' then cast(orders.ordered_at as date)
            else {{ business_date('orders.ordered_at') }}
        end as reporting_on,
        case habits.amount_basis
            when 'gross' then coalesce(orders.discount_amount, 0) else 0
        end as discount_amount,
        coalesce(orders.invalid_reason, 'valid') as reason,
        case coalesce(orders.invalid_reason, 'valid')
            {%- for reason in bridge_reasons() %}
            when '{{ reason }}' then {{ loop.index }}
            {%- endfor %}
            else {{ bridge_reasons() | length + 1 }}
        end as stage
    from all_orders as orders
    inner join habits on orders.channel_code = habits.channel_code
    where {{ computed_once() }}
),

order_moves as (
    {%- for step, day, sign, where in [
        ('discounts', 'reporting_on', '0', 'discount_amount != 0'),
        ('time_zone_cut', 'placed_on', '1', 'placed_on != reporting_on'),
        ('time_zone_cut', 'reporting_on', '-1', 'placed_on != reporting_on'),
        ('reason', 'placed_on', '-1', "reason != 'valid'"),
        ('payment_day', 'placed_on', '-1', "reason = 'valid' and placed_on != paid_on"),
        ('payment_day', 'paid_on', '1', "reason = 'valid' and placed_on != paid_on"),
        ('refunds', 'paid_on', '0', "reason = 'valid' and refunded_amount != 0"),
    ] %}
    select
        channel_code,
        {{ day }} as on_date,
        {{ step if step == 'reason' else "'" ~ step ~ "'" }} as step,
        {{ sign }} as orders,
        {{ '-discount_amount' if step == 'discounts'
            else '-refunded_amount' if step == 'refunds'
            else sign ~ ' * placed_amount' }} as amount
    from orders
    where {{ where }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- A buyer stays as long as one of its orders does.
heads as (
    {%- for day, head, where in [
        ('reporting_on', 'account', 'true'),
        ('placed_on', 'account', 'true'),
        ('paid_on', 'account', "reason = 'valid'"),
        ('paid_on', 'member_id', "reason = 'valid' and member_id is not null"),
    ] %}
    select
        {{ loop.index }} as view_no,
        channel_code,
        {{ day }} as on_date,
        {{ head }} as head,
        max(stage) as stage
    from orders
    where {{ where }}
    group by channel_code, {{ day }}, {{ head }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

head_moves as (
    {%- for step, view_no, sign, where in [
        ('time_zone_cut', 1, '-1', 'true'),
        ('time_zone_cut', 2, '1', 'true'),
        ('reason', 2, '-1', 'stage <= ' ~ bridge_reasons() | length),
        ('payment_day', 2, '-1', 'stage > ' ~ bridge_reasons() | length),
        ('payment_day', 3, '1', 'true'),
        ('accounts_of_one_member', 3, '-1', 'true'),
        ('accounts_of_one_member', 4, '1', 'true'),
    ] %}
    select
        channel_code,
        on_date,
        {%- if step == 'reason' %}
        case stage
            {%- for reason in bridge_reasons() %}
            when {{ loop.index }} then '{{ reason }}'
            {%- endfor %}
        end as step,
        {%- else %}
        '{{ step }}' as step,
        {%- endif %}
        {{ sign }} as heads
    from heads
    where view_no = {{ view_no }} and {{ where }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

{{ bridge_ends('order_moves', 'head_moves') }}

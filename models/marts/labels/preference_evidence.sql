-- What purchases and responses of the window say of a member's preferences. Grain:
-- member who lets us infer, preference, value. A piece of evidence is an order line,
-- an order, or something the member did of its own accord.
with

rules as (
    {{ label_rules(['evidence_days']) }}
),

orders as (
    select
        orders.order_key,
        orders.member_id,
        orders.channel_code,
        orders.paid_on,
        {{ business_hour('orders.paid_at') }} as hour_number,
        case
            when {{ iso_weekday('orders.paid_on') }} >= 6 then 'weekend' else 'weekday'
        end as day_type
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('member_permissions') }} as permissions
        on orders.member_id = permissions.member_id and permissions.may_profile
    cross join rules
    where
        orders.is_valid
        and orders.paid_on >= {{ first_day_of_window('rules.evidence_days') }}
        and orders.paid_on <= {{ as_of_date() }}
),

member_products as (
    select
        orders.member_id,
        lines.product_key,
        count(*) as evidence_count,
        max(orders.paid_on) as last_on
    from {{ ref('fct_order_lines') }} as lines
    inner join orders on lines.order_key = orders.order_key
    where not lines.is_deleted and lines.quantity > 0
    group by orders.member_id, lines.product_key
),

items as (
    select
        member_products.*,
        products.category,
        products.brand,
        products.price_band
    from member_products
    left join {{ ref('product_traits') }} as products
        on member_products.product_key = products.product_key
),

moments as (
    select
        orders.member_id,
        orders.channel_code,
        orders.day_type,
        parts.day_part,
        case
            when channels.channel_class in ('offline', 'partner') then 'offline'
            else 'online'
        end as sphere,
        count(*) as evidence_count,
        max(orders.paid_on) as last_on
    from orders
    left join {{ ref('day_parts') }} as parts
        on orders.hour_number >= parts.hour_from and orders.hour_number < parts.hour_to
    left join {{ ref('dim_channels') }} as channels
        on orders.channel_code = channels.channel_code
    group by
        orders.member_id,
        orders.channel_code,
        orders.day_type,
        parts.day_part,
        channels.channel_class
),

responses as (
    select
        touches.member_id,
        touches.dialogue_channel,
        forms.activity_form,
        contents.topic,
        count(*) as evidence_count,
        max(touches.occurred_on) as last_on
    from {{ ref('fct_touches') }} as touches
    inner join {{ ref('member_permissions') }} as permissions
        on touches.member_id = permissions.member_id and permissions.may_profile
    left join {{ ref('activity_forms') }} as forms on touches.kind = forms.kind
    left join {{ ref('dim_contents') }} as contents
        on touches.content_key = contents.content_key
    cross join rules
    where
        touches.direction = 'inbound'
        and touches.kind not in (
            'opt_out',
            'unfollow',
            'delete_friend',
            'leave_group',
            'block',
            'guided_order'
        )
        and touches.occurred_on >= {{ first_day_of_window('rules.evidence_days') }}
        and touches.occurred_on <= {{ as_of_date() }}
    group by
        touches.member_id, touches.dialogue_channel, forms.activity_form, contents.topic
)
{%- for preference, relation, column in [
    ('category', 'items', 'category'), ('product', 'items', 'product_key'),
    ('brand', 'items', 'brand'), ('price_band', 'items', 'price_band'),
    ('time_of_day', 'moments', 'day_part'), ('day_type', 'moments', 'day_type'),
    ('purchase_channel', 'moments', 'channel_code'),
    ('online_offline', 'moments', 'sphere'),
    ('dialogue_channel', 'responses', 'dialogue_channel'),
    ('activity_form', 'responses', 'activity_form'),
    ('content_topic', 'responses', 'topic'),
] %}
select
    member_id,
    '{{ preference }}' as preference,
    {{ column }} as value,
    cast(sum(evidence_count) as bigint) as evidence_count,
    max(last_on) as last_on
from {{ relation }}
where {{ column }} is not null
group by member_id, {{ column }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}

-- Contacts with members: messages sent to them, and what employees wrote to them.
-- Grain: contact. An order is credited to the newest contact that arrived before it,
-- within conversion_window_days. Where a channel tells no arrivals, all sends arrived.
{% set window_seconds = var('contact_window_days') * 86400 -%}
{% set conversion_seconds = var('conversion_window_days') * 86400 -%}
with

told as (
    select
        dialogue_channel,
        count(delivered_at) > 0 as tells_arrivals
    from {{ ref('fct_sends') }}
    where not is_deleted
    group by dialogue_channel
),

contacts as {{ named_anew() }} (
    select
        'send:' || sends.send_key as contact_key,
        'send' as source,
        sends.member_id,
        sends.dialogue_channel,
        sends.campaign_key,
        sends.strategy_key,
        sends.content_key,
        not told.tells_arrivals
        or coalesce(
            sends.delivered_at, sends.opened_at, sends.clicked_at, sends.replied_at
        ) is not null as is_delivered,
        sends.opened_at is not null as is_opened,
        coalesce(sends.clicked_at, sends.replied_at) is not null as is_responded,
        sends.opted_out_at is not null as is_opted_out,
        coalesce(sends.cost_amount, 0) as cost_amount,
        sends.sent_at as contacted_at,
        sends.sent_on as contacted_on
    from {{ ref('fct_sends') }} as sends
    inner join told on sends.dialogue_channel = told.dialogue_channel
    where
        not sends.is_deleted
        and sends.member_id is not null
        and sends.sent_on <= {{ as_of_date() }}
    union all
    select
        'message:' || messages.interaction_key as contact_key,
        'message' as source,
        messages.member_id,
        channels.dialogue_channel,
        messages.campaign_id as campaign_key,
        cast(null as {{ dbt.type_string() }}) as strategy_key,
        messages.content_id as content_key,
        true as is_delivered,
        false as is_opened,
        false as is_responded,
        false as is_opted_out,
        0 as cost_amount,
        messages.occurred_at as contacted_at,
        messages.occurred_on as contacted_on
    from {{ ref('fct_interactions') }} as messages
    inner join {{ ref('dim_channels') }} as channels
        on
            messages.channel_code = channels.channel_code
            and channels.dialogue_channel is not null
    where
        messages.kind = 'message_out'
        and not messages.is_deleted
        and messages.member_id is not null
        and messages.occurred_on <= {{ as_of_date() }}
),

-- Time is cut into blocks of the conversion window, so that an order finds its contact
-- in its block or the one before.
backs as (
    {{ numbers(0, 1) }}
),

looking as (
    select
        orders.order_key,
        orders.member_id,
        orders.net_amount,
        orders.paid_at,
        {{ block_of(epoch_seconds('orders.paid_at'), conversion_seconds) }}
        - backs.number as block
    from {{ ref('fct_orders') }} as orders
    cross join backs
    where
        orders.is_valid
        and orders.member_id is not null
        and orders.paid_on <= {{ as_of_date() }}
),

credited as (
    select
        looking.net_amount,
        contacts.contact_key,
        row_number() over (
            partition by looking.order_key
            order by contacts.contacted_at desc, contacts.contact_key desc
        ) as place_from_last
    from looking
    inner join contacts
        on
            looking.member_id = contacts.member_id
            and looking.block
            = {{ block_of(epoch_seconds('contacts.contacted_at'), conversion_seconds) }}
            and looking.paid_at >= contacts.contacted_at
            and {{ epoch_seconds('looking.paid_at') }}
            - {{ epoch_seconds('contacts.contacted_at') }} < {{ conversion_seconds }}
    where contacts.is_delivered
),

orders as (
    select
        contact_key,
        count(*) as orders,
        sum(net_amount) as net_amount
    from credited
    where place_from_last = 1
    group by contact_key
)

select
    contacts.contact_key,
    contacts.source,
    contacts.member_id,
    contacts.dialogue_channel,
    contacts.campaign_key,
    contacts.strategy_key,
    contacts.content_key,
    contacts.is_delivered,
    contacts.is_opened,
    contacts.is_responded,
    contacts.is_opted_out,
    cast(coalesce(orders.orders, 0) as bigint) as orders,
    cast(coalesce(orders.net_amount, 0) as decimal(18, 2)) as net_amount,
    cast(contacts.cost_amount as decimal(18, 2)) as cost_amount,
    cast(
        count(case when contacts.is_delivered then 1 end) over (
            partition by contacts.member_id
            order by {{ epoch_seconds('contacts.contacted_at') }}
            range between {{ window_seconds - 1 }} preceding and current row
        ) as bigint
    ) as place_in_window,
    {{ is_quiet_hour(business_hour('contacts.contacted_at')) }} as is_quiet,
    {{ add_days('contacts.contacted_on', var('conversion_window_days')) }}
    > {{ as_of_date() }} as is_censored,
    contacts.contacted_at,
    contacts.contacted_on
from contacts
left join orders on contacts.contact_key = orders.contact_key

-- Every touchpoint in one log: messages and what came back on them, interactions in
-- all channels, and sales that an employee guided. Grain: source row, kind. Rows of
-- nobody known have no member_id; withdrawn rows are left out. A view, for it says
-- nothing that its facts do not.
{{ config(materialized='view') }}
{%- set receipts = [
    ('send', 'sent_at'), ('open', 'opened_at'), ('click', 'clicked_at'),
    ('reply', 'replied_at'), ('opt_out', 'opted_out_at'),
] %}

with

touches as (
    {%- for kind, moment in receipts %}
    select
        'send' as source,
        send_key as source_key,
        '{{ kind }}' as kind,
        member_id,
        account_key,
        channel_code,
        dialogue_channel,
        cast(null as {{ dbt.type_string() }}) as touchpoint,
        content_key,
        campaign_key,
        strategy_key,
        cast(null as {{ dbt.type_string() }}) as qr_key,
        cast(null as {{ dbt.type_string() }}) as store_key,
        cast(null as {{ dbt.type_string() }}) as employee_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        {{ moment }} as occurred_at
    from {{ ref('fct_sends') }}
    where not is_deleted and {{ moment }} is not null
    union all
    {%- endfor %}
    select
        'interaction' as source,
        interactions.interaction_key as source_key,
        interactions.kind,
        interactions.member_id,
        interactions.account_key,
        interactions.channel_code,
        channels.dialogue_channel,
        interactions.touchpoint,
        interactions.content_id as content_key,
        interactions.campaign_id as campaign_key,
        cast(null as {{ dbt.type_string() }}) as strategy_key,
        interactions.qr_id as qr_key,
        interactions.store_id as store_key,
        interactions.employee_id as employee_key,
        interactions.product_key,
        interactions.occurred_at
    from {{ ref('fct_interactions') }} as interactions
    left join {{ ref('dim_channels') }} as channels
        on interactions.channel_code = channels.channel_code
    where not interactions.is_deleted
    union all
    select
        'order' as source,
        order_key as source_key,
        'guided_order' as kind,
        member_id,
        account_key,
        channel_code,
        cast(null as {{ dbt.type_string() }}) as dialogue_channel,
        cast(null as {{ dbt.type_string() }}) as touchpoint,
        cast(null as {{ dbt.type_string() }}) as content_key,
        campaign_id as campaign_key,
        cast(null as {{ dbt.type_string() }}) as strategy_key,
        cast(null as {{ dbt.type_string() }}) as qr_key,
        store_id as store_key,
        employee_id as employee_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        paid_at as occurred_at
    from {{ ref('fct_orders') }}
    where is_valid and employee_id is not null
)

select
    touches.source || ':' || touches.kind || ':' || touches.source_key as touch_key,
    touches.source,
    touches.source_key,
    touches.kind,
    case
        when touches.kind in ('send', 'message_out', 'remove_friend') then 'outbound'
        else 'inbound'
    end as direction,
    touches.member_id,
    touches.account_key,
    touches.channel_code,
    touches.dialogue_channel,
    touches.touchpoint,
    touches.content_key,
    contents.format as content_format,
    touches.campaign_key,
    touches.strategy_key,
    touches.qr_key,
    touches.store_key,
    touches.employee_key,
    touches.product_key,
    touches.occurred_at,
    {{ business_date('touches.occurred_at') }} as occurred_on
from touches
left join {{ ref('dim_contents') }} as contents
    on touches.content_key = contents.content_key

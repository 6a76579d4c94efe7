-- Messages sent to members, with their receipts. Grain: send. Receipts are null when
-- they did not come; a channel that tells none (SMS knows no opening) has nulls only.
{{ fact_config('int_sends__unioned', 'send_key') }}

with

{{ considered_rows('int_sends__unioned', 'send_key') }}

select
    send_key,
    member_id,
    account_key,
    account_channel_code as channel_code,
    send_id,
    campaign_id as campaign_key,
    strategy_id as strategy_key,
    step_no,
    dialogue_channel,
    content_id as content_key,
    cost_amount,
    is_deleted,
    sent_at,
    delivered_at,
    opened_at,
    clicked_at,
    replied_at,
    opted_out_at,
    {{ business_date('sent_at') }} as sent_on,
    {{ batch_id() }} as _batch_id
from considered

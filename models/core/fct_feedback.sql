-- Reviews, complaints, survey answers, tickets, consultations and mentions. Grain:
-- feedback. Mobile numbers and addresses in the text are masked.
{{ fact_config('int_feedback__unioned', 'feedback_key') }}

with

{{ considered_rows('int_feedback__unioned', 'feedback_key') }}

select
    feedback_key,
    member_id,
    account_key,
    channel_code,
    kind,
    product_id as product_key,
    batch_no,
    order_key,
    rating,
    text,
    theme,
    media,
    is_deleted,
    occurred_at,
    resolved_at,
    {{ business_date('occurred_at') }} as occurred_on,
    {{ batch_id() }} as _batch_id
from considered

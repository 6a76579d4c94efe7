-- Staged feedback, contacts in its text masked. Grain: feedback.
select
    *,
    channel_code || ':' || feedback_id as feedback_key
from {{ ref('stg_standard__feedback') }}

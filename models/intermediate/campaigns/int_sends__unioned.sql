-- Staged sends with their receipts. Grain: send.
select
    *,
    channel_code || ':' || send_id as send_key
from {{ ref('stg_standard__sends') }}

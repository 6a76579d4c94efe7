-- Staged costs. Grain: cost.
select
    *,
    channel_code || ':' || cost_id as cost_key
from {{ ref('stg_standard__costs') }}

-- The channel tree. Grain: channel.
select
    channel_code,
    channel_name,
    channel_name_en,
    parent_code,
    channel_class,
    ownership,
    dialogue_channel,
    cast(dialogue_rank as integer) as dialogue_rank,
    registers_members,
    is_sales_channel,
    source_system
from {{ ref('channels') }}

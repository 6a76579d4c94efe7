-- How far each channel is trusted in each field: the seed's row of the channel, else
-- that of its class, else that of all. Grain: channel, field.
with

channels as (
    select
        channel_code,
        channel_class
    from {{ ref('channels') }}
),

trust as (
    select * from {{ ref('source_trust') }}
),

candidates as (
    select
        channels.channel_code,
        trust.field,
        trust.trust,
        trust.is_verified,
        row_number() over (
            partition by channels.channel_code, trust.field
            order by
                case trust.level when 'channel' then 1 when 'class' then 2 else 3 end
        ) as place
    from trust
    inner join channels
        on
            trust.level = 'any'
            or (trust.level = 'class' and trust.code = channels.channel_class)
            or (trust.level = 'channel' and trust.code = channels.channel_code)
)

select
    channel_code,
    field,
    trust,
    is_verified
from candidates
where place = 1

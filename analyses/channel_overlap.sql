-- In which pairs of channels do the same members have accounts?
with

member_channels as (
    select distinct
        member_id,
        channel_code
    from {{ ref('bridge_member_accounts') }}
    where is_current
)

select
    one.channel_code,
    other.channel_code as other_channel_code,
    count(*) as members
from member_channels as one
inner join member_channels as other
    on
        one.member_id = other.member_id
        and one.channel_code < other.channel_code
group by one.channel_code, other.channel_code
order by members desc, one.channel_code asc, other_channel_code asc

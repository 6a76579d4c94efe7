-- Accounts that builds moved from one member to another, withdrew or took back, as the
-- registry of member ids holds them. Grain: account, map version.
select
    account_key,
    split_part(account_key, ':', 1) as channel_code,
    map_version,
    change,
    previous_member_id as from_member_id,
    member_id as to_member_id,
    cause,
    mapped_on,
    _batch_id
from {{ ref('int_identity__registry') }}
where change != 'new'

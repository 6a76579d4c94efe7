with seen as (
    select
        * replace (before_cut(valid_to_s) as valid_to_s),
        greatest(valid_from_s, before_cut(valid_to_s)) as changed_s,
    from tier_periods
    where valid_from_s < getvariable('cut_s')
)

select
    tier_no as _key,
    changed_s as _changed_s,
    'headquarters' as _channel,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    wall_text(valid_from_s) as valid_from,
    tier,
    wall_text(valid_to_s) as valid_to,
    reason,
from seen
inner join accounts using (account_no)
where delivered(seen.changed_s, tier_no)

select
    referrals.account_no as _key,
    occurred_s as _changed_s,
    accounts.channel_code as _channel,
    'RL' || lpad(referrals.account_no::varchar, 10, '0') as referral_id,
    referrals.inviter_account_id as inviter_account_id,
    accounts.account_id as invitee_account_id,
    iso(occurred_s, accounts.channel_code) as occurred_at,
    ['register', 'first_order', 'group_buy'][1 + referrals.account_no % 3] as task,
    money(500 + 500 * (referrals.account_no % 3)) as reward_amount,
from account_referrals as referrals
inner join accounts on referrals.account_no = accounts.account_no
where delivered(occurred_s, referrals.account_no)

-- One row a channel: how common its accounts are, how much is bought and done there,
-- and which identifiers its layout can carry (weights, 0 = never).
create or replace table channels as
select
    *,
    channel_code in (
        'tmall', 'jd', 'pos', 'mini_program', 'wecom', 'crm', 'paper_card'
    ) as is_native,
    order_weight > 0 as is_selling,
from (
    values
    -- no, code, accounts, orders, interactions, no phone, unionid, loyalty,
    -- e-mail, device, guests, id prefix, id length
    (1, 'tmall', 1300, 10, 0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 'AAF', 24),
    (2, 'jd', 900, 8, 0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 'jd_', 15),
    (3, 'pos', 900, 9, 0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.15, '20', 0),
    (4, 'mini_program', 1100, 9, 8, 0.8, 1.0, 1.0, 0.0, 0.0, 0.0, 'oP', 28),
    (5, 'wecom', 700, 0, 0, 2.0, 0.7, 0.0, 0.0, 0.0, 0.0, 'wm', 32),
    (6, 'crm', 450, 0, 0, 0.2, 0.0, 1.0, 0.3, 0.0, 0.0, 'C', 0),
    (7, 'paper_card', 250, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'K', 0),
    (8, 'taobao', 300, 4, 0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'tb', 18),
    (9, 'pinduoduo', 350, 4, 0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'pd', 16),
    (10, 'vip', 120, 3, 0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0, 'vp', 16),
    (11, 'meituan', 250, 5, 0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.05, 'mt', 14),
    (12, 'eleme', 160, 4, 0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.05, 'el', 14),
    (13, 'douyin', 550, 4, 6, 1.8, 0.0, 0.0, 0.0, 0.0, 0.0, 'dy', 20),
    (14, 'kuaishou', 180, 3, 5, 1.8, 0.0, 0.0, 0.0, 0.0, 0.0, 'ks', 18),
    (15, 'xiaohongshu', 260, 2, 5, 1.8, 0.0, 0.0, 0.0, 0.0, 0.0, 'xs', 18),
    (16, 'weibo', 120, 0, 4, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'wb', 14),
    (17, 'bilibili', 80, 0, 4, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'bl', 14),
    (18, 'app', 450, 7, 9, 0.3, 1.0, 1.0, 0.2, 0.9, 0.0, 'ap', 18),
    (19, 'official_account', 650, 0, 6, 2.5, 1.0, 0.0, 0.0, 0.0, 0.0, 'oG', 28),
    (20, 'wecom_group', 250, 0, 4, 2.5, 1.0, 0.0, 0.0, 0.0, 0.0, 'wg', 20),
    (21, 'wechat_personal', 90, 0, 2, 1.5, 1.0, 0.0, 0.0, 0.0, 0.0, 'wx', 16),
    (22, 'video_account', 200, 2, 4, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 'oV', 28),
    (23, 'online_mall', 200, 6, 4, 0.2, 1.0, 1.0, 0.4, 0.2, 0.0, 'om', 16),
    (24, 'live_stream', 120, 3, 4, 1.5, 1.0, 0.0, 0.0, 0.3, 0.0, 'lv', 16),
    (25, 'community', 100, 0, 3, 0.8, 1.0, 0.0, 0.0, 0.0, 0.0, 'cm', 14),
    (26, 'event', 60, 0, 3, 0.2, 1.0, 0.0, 0.0, 0.0, 0.0, 'ev', 14),
    (27, 'counter', 120, 5, 1, 0.2, 0.0, 1.0, 0.1, 0.0, 0.1, 'ct', 12),
    (28, 'vending', 60, 3, 0, 0.8, 0.0, 0.0, 0.0, 0.0, 0.5, 'vd', 12),
    (29, 'dealer', 120, 4, 1, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 'dl', 12),
    (30, 'terminal', 120, 4, 2, 0.3, 0.0, 0.0, 0.0, 0.0, 0.1, 'tm', 12),
    (31, 'promoter', 70, 0, 3, 0.3, 1.0, 0.0, 0.0, 0.0, 0.0, 'pr', 12),
    (32, 'alliance', 120, 0, 0, 0.3, 0.0, 0.5, 0.2, 0.0, 0.0, 'al', 14),
    (33, 'sms', 150, 0, 1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'sm', 16),
    (34, 'app_push', 80, 0, 2, 3.0, 0.0, 0.0, 0.0, 1.0, 0.0, 'ph', 20),
    (35, 'call_center', 60, 0, 1, 0.1, 0.0, 0.0, 0.1, 0.0, 0.0, 'cc', 12),
    (36, 'elevator_ad', 90, 0, 4, 1.5, 1.0, 0.0, 0.0, 0.0, 0.0, 'ea', 14),
    (37, 'headquarters', 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 'hq', 12)
) as listed (
    channel_no,
    channel_code,
    account_weight,
    order_weight,
    interaction_weight,
    no_phone_weight,
    unionid_weight,
    loyalty_weight,
    email_share,
    device_share,
    guest_share,
    id_prefix,
    id_length
)
;

create or replace table channel_slots as
select
    row_number() over (order by channel_no, copy_no)::integer - 1 as slot,
    channel_no,
from (
    select channel_no, unnest(range(account_weight // 10)) as copy_no
    from channels
)
;

set variable channel_slot_count = (select count(*) from channel_slots);

-- What people do in a channel, by weight; joining comes from the account itself.
create or replace table interaction_kinds as
select
    channel_no,
    kind,
    touchpoint,
    weight,
from (
    values
    ('app', 'view', 'home', 50), ('app', 'click', 'product', 30),
    ('app', 'share', 'product', 5), ('app', 'sign_up', 'activity', 4),
    ('app', 'like', 'content', 8), ('app', 'attend_live', 'live', 3),
    ('mini_program', 'view', 'home', 50), ('mini_program', 'click', 'product', 30),
    ('mini_program', 'share', 'product', 8), ('mini_program', 'scan', 'package', 7),
    ('mini_program', 'receive_gift', 'gift', 2),
    ('mini_program', 'sign_up', 'activity', 3),
    ('douyin', 'view', 'video', 60), ('douyin', 'like', 'video', 20),
    ('douyin', 'share', 'video', 5), ('douyin', 'attend_live', 'live', 10),
    ('douyin', 'click', 'live', 5),
    ('kuaishou', 'view', 'video', 60), ('kuaishou', 'like', 'video', 25),
    ('kuaishou', 'attend_live', 'live', 15),
    ('xiaohongshu', 'view', 'note', 60), ('xiaohongshu', 'like', 'note', 30),
    ('xiaohongshu', 'share', 'note', 10),
    ('weibo', 'view', 'post', 60), ('weibo', 'like', 'post', 25),
    ('weibo', 'share', 'post', 15),
    ('bilibili', 'view', 'video', 70), ('bilibili', 'like', 'video', 30),
    ('official_account', 'view', 'article', 50),
    ('official_account', 'click', 'menu', 35),
    ('official_account', 'reply', 'dialogue', 6),
    ('official_account', 'share', 'article', 6),
    ('official_account', 'unfollow', 'account', 2),
    ('official_account', 'block', 'account', 1),
    ('wecom_group', 'message_in', 'group', 60),
    ('wecom_group', 'message_out', 'group', 35),
    ('wecom_group', 'leave_group', 'group', 5),
    ('wechat_personal', 'message_in', 'friend', 50),
    ('wechat_personal', 'message_out', 'friend', 46),
    ('wechat_personal', 'delete_friend', 'friend', 4),
    ('video_account', 'view', 'video', 60), ('video_account', 'like', 'video', 25),
    ('video_account', 'attend_live', 'live', 15),
    ('online_mall', 'view', 'product', 60), ('online_mall', 'click', 'product', 40),
    ('live_stream', 'attend_live', 'live', 70), ('live_stream', 'click', 'live', 20),
    ('live_stream', 'like', 'live', 10),
    ('community', 'view', 'group_buy', 60), ('community', 'share', 'group_buy', 20),
    ('community', 'sign_up', 'activity', 20),
    ('event', 'sign_up', 'activity', 55), ('event', 'receive_gift', 'activity', 45),
    ('counter', 'scan', 'counter', 60), ('counter', 'receive_gift', 'counter', 40),
    ('dealer', 'scan', 'package', 70), ('dealer', 'receive_gift', 'gift', 30),
    ('terminal', 'scan', 'package', 70), ('terminal', 'receive_gift', 'gift', 30),
    ('promoter', 'scan', 'promoter', 60),
    ('promoter', 'receive_gift', 'promoter', 40),
    ('sms', 'click', 'link', 70), ('sms', 'reply', 'message', 25),
    ('sms', 'block', 'message', 5),
    ('app_push', 'click', 'push', 90), ('app_push', 'block', 'push', 10),
    ('call_center', 'message_in', 'call', 60),
    ('call_center', 'message_out', 'call', 40),
    ('elevator_ad', 'scan', 'elevator', 70), ('elevator_ad', 'view', 'landing', 30)
) as listed (channel_code, kind, touchpoint, weight)
inner join channels using (channel_code)
;

create or replace table interaction_slots as
select
    channel_no,
    row_number() over (partition by channel_no order by kind, touchpoint, copy_no)
    - 1 as slot,
    count(*) over (partition by channel_no) as slot_count,
    kind,
    touchpoint,
from (
    select channel_no, kind, touchpoint, unnest(range(weight)) as copy_no
    from interaction_kinds
)
;

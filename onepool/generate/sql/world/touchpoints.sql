-- QR codes, content and the things made to be scanned, read and watched.
create or replace table qr_codes as
select
    qr_no::integer as qr_no,
    'QR' || lpad(qr_no::varchar, 4, '0') as qr_id,
    ['elevator', 'poster', 'package', 'counter', 'receipt', 'employee'][1 + qr_no % 6]
        as medium,
    ['1号梯', '2号梯', '入口', '收银台', '罐底', '工牌'][1 + qr_no % 6] as placement,
    case
        when qr_no % 6 < 2
            then ['翠湖花园', '阳光新城', '滨江里', '学府苑'][1 + qr_no // 6 % 4]
    end as community,
    case
        when qr_no % 6 >= 3 then qr_no % getvariable('store_count')
    end as store_no,
    ['市场部', '地推一队', '地推二队', '门店'][1 + qr_no % 4] as placer,
    ['试用装', '化妆棉', '满减券', '育儿手册', '红包'][1 + qr_no % 5] as hook,
    wall_date(getvariable('start_s')) - 200 + pick('qr.created', qr_no, 180)
        as created_on,
from range(60) as listed (qr_no)
;

create or replace table content_items as
select
    content_no::integer as content_no,
    'CT' || lpad(content_no::varchar, 4, '0') as content_id,
    ['三步选对奶粉段位', '辅食一周食谱', '新品试吃', '敏感肌护理', '育儿直播回放']
        [1 + content_no % 5]
    || ' ' || content_no::varchar as title,
    ['article', 'video', 'live', 'poster', 'note'][1 + content_no % 5] as format,
    ['feeding', 'complementary_food', 'snack', 'skin_care', 'parenting']
        [1 + content_no * 7 % 5] as topic,
    case when content_no % 4 = 0 then '禾芽妈妈' end as ip,
    content_no % 3 <> 0 as is_original,
    ['内容部', '达人', '门店导购'][1 + content_no % 3] as author,
    getvariable('start_s') - 30 * 86400
    + floor(
        u('content.published', content_no) * (getvariable('days') + 20) * 86400
    )::bigint as published_s,
from range(1, 81) as listed (content_no)
;

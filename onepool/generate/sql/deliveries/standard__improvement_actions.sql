-- The damp batch is recalled in a day and relaunched in a month; a sweet chestnut is
-- mended in 45 days; a new product comes out of a basket of cosmetics and snacks.
with opened as (
    select
        getvariable('end_s') - getvariable('days') * 86400 // 3 + 12 * 86400 as bad_s
),

actions as (
    select
        listed.*,
        opened.bad_s + opened_day * 86400 as opened_s,
        opened.bad_s + done_day * 86400 as done_s,
    from opened
    cross join (
        values
        (1, 'LS0103', true, 'damp', 'recall', 0, 1),
        (2, 'LS0103', true, 'damp', 'relaunch', 1, 31),
        (3, 'LS0101', false, 'too_sweet', 'fix', -30, 15),
        (4, 'LS0102', false, 'too_dry', 'recall', -40, -38),
        (5, 'LS0102', false, 'too_dry', 'relaunch', -38, -8),
        (6, 'LS0106', false, 'new_product', 'new_product', -90, -60)
    ) as listed (action_no, product_id, is_of_batch, theme, kind, opened_day, done_day)
)

select
    action_no as _key,
    greatest(opened_s, before_cut(done_s)) as _changed_s,
    'headquarters' as _channel,
    'IA' || lpad(action_no::varchar, 4, '0') as action_id,
    product_id,
    case when is_of_batch then getvariable('bad_batch_no') end as batch_no,
    theme,
    kind,
    wall_text(opened_s) as opened_at,
    wall_text(before_cut(done_s)) as done_at,
from actions
where
    opened_s < getvariable('cut_s')
    and delivered(greatest(opened_s, before_cut(done_s)), action_no)

-- Six categories of four invented brands; package size is what is listed and sold.
create or replace table product_lines as
select *
from (
    values
    (0, '奶粉', '禾芽', '婴幼儿奶粉', '牛奶粉', '禾芽臻护婴儿配方奶粉', 26800, 62, 9),
    (1, '辅食', '禾芽', '婴幼儿辅食', '辅食', '禾芽辅食', 3900, 55, 6),
    (2, '零食', '米朵', '休闲零食', '零食', '米朵零食', 1990, 50, 10),
    (3, '美妆', '素棠', '护肤美妆', '护肤', '素棠护肤', 12900, 30, 8),
    (4, '洗护', '暖柚', '母婴洗护', '洗护', '暖柚洗护', 6900, 45, 8),
    (5, '营养', '暖柚', '营养品', '营养', '暖柚营养', 15900, 48, 5)
) as listed (
    category_no,
    category_1,
    brand,
    category_2,
    category_3,
    base_name,
    base_cents,
    cost_percent,
    size
)
;

-- The snack that is launched within the history.
set variable new_product_no = 2 * 16 + 5;

create or replace table products as
with listed as (
    select
        product_lines.*,
        unnest(range(size))::integer as position,
    from product_lines
),

flavours as (
    select
        *,
        case category_no
            when 0 then
                ['臻护', '优能', '有机'][1 + position % 3]
                || (1 + position // 3)::varchar || '段'
            when 1 then
                ['高铁米粉', '南瓜泥', '苹果泥', '牛肉面', '溶豆', '米饼'][1 + position]
            when 2 then
                [
                    '板栗仁', '芒果干', '夹心海苔', '每日坚果', '藤椒牛肉', '口红辣条',
                    '手撕面包', '蛋黄酥', '冻干草莓', '山楂条'
                ][1 + position]
            when 3 then
                [
                    '保湿面膜', '修护精华', '防晒乳', '洁面乳',
                    '唇釉', '隔离霜', '眼霜', '卸妆水'
                ][1 + position]
            when 4 then
                [
                    '纸尿裤M', '纸尿裤L', '拉拉裤XL', '婴儿湿巾',
                    '沐浴露', '洗衣液', '护臀膏', '棉柔巾'
                ][1 + position]
            else
                ['DHA藻油', '钙镁锌', '叶酸', '益生菌', '维生素D'][1 + position]
        end as flavour,
    from listed
)

select
    category_no * 16 + position as product_no,
    category_no,
    position,
    size,
    ['NF', 'FS', 'LS', 'MZ', 'XH', 'YY'][category_no + 1]
    || lpad((101 + position)::varchar, 4, '0') as product_id,
    base_name || ' ' || flavour as name,
    brand,
    category_1,
    category_2,
    category_3,
    flavour,
    case when category_no = 0 then 1 + position // 3 end as stage,
    case category_no
        when 0 then '900g'
        when 1 then '120g'
        when 2 then '100g'
        when 3 then '50ml'
        when 4 then '1包'
        else '60粒'
    end as package_size,
    (base_cents * (70 + 60 * position // size) // 1000 * 10)::bigint as list_cents,
    (base_cents * (70 + 60 * position // size) // 100 * cost_percent // 100)::bigint
        as cost_cents,
    case
        when category_no * 16 + position = getvariable('new_product_no') then 'launch'
        when category_no = 2 and position = 9 then 'decline'
        else ['growth', 'mature', 'mature'][1 + position % 3]
    end as lifecycle_stage,
    case
        when category_no * 16 + position = getvariable('new_product_no')
            then wall_date(getvariable('end_s') - getvariable('days') * 43200)
        else date '2022-03-01' + 37 * (category_no * 16 + position)
    end as launched_on,
from flavours
;

-- The damp seaweed: one month's batch of one snack.
set variable bad_product_no = 2 * 16 + 2;
set variable bad_month = (
    select strftime(
        wall(getvariable('end_s') - getvariable('days') * 86400 // 3), '%y%m'
    )
);
set variable bad_batch_no = (
    select concat(product_id, '-', getvariable('bad_month'))
    from products
    where product_no = getvariable('bad_product_no')
);

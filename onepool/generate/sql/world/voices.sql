-- Reviews, complaints, surveys, tickets, consultations and mentions.
create or replace table feedback as
with bought as (
    select
        orders.order_no * 8 + lines.line_no as line_key,
        orders.account_no,
        orders.account_id,
        orders.person_id,
        orders.channel_code,
        orders.order_id,
        orders.paid_s,
        lines.batch_no,
        products.product_id,
        products.category_no,
        lines.batch_no = getvariable('bad_batch_no') as is_bad,
    from order_lines as lines
    inner join orders on lines.order_no = orders.order_no
    inner join products on lines.product_no = products.product_no
    where
        orders.order_class = 'paid'
        and not orders.is_guest
        and orders.handed_over_order_no is null
        and orders.paid_s + 15 * 86400 < getvariable('end_s')
),

complaints as (
    select
        line_key * 4 as feedback_no,
        bought.*,
        'complaint' as kind,
        paid_s + 2 * 86400 + pick('complaint.at', line_key, 10 * 86400) as occurred_s,
        1.0 as rating,
        case
            when is_bad then '海苔受潮变软，不脆了'
            else ['包装破损', '与描述不符', '太甜了', '口感偏干'][1 + line_key % 4]
        end as text,
        case
            when is_bad then 'damp'
            else ['package', 'description', 'too_sweet', 'too_dry'][1 + line_key % 4]
        end as theme,
    from bought
    where u('complaint.made', line_key) < case when is_bad then 0.45 else 0.006 end
),

reviews as (
    select
        line_key * 4 + 1 as feedback_no,
        bought.*,
        case
            when channel_code in ('pos', 'counter', 'dealer', 'terminal') then 'survey'
            else 'review'
        end as kind,
        paid_s + 3 * 86400 + pick('review.at', line_key, 11 * 86400) as occurred_s,
        case
            when is_bad then 1.0
            when u('review.rating', line_key) < 0.62 then 5.0
            when u('review.rating', line_key) < 0.84 then 4.0
            when u('review.rating', line_key) < 0.93 then 3.0
            when u('review.rating', line_key) < 0.97 then 2.0
            else 1.0
        end as rating,
        case
            when is_bad then '拆开就是软的'
            when u('review.rating', line_key) < 0.84
                then ['宝宝爱喝', '回购很多次了', '味道不错', '物流快'][1 + line_key % 4]
            else ['一般般', '偏甜', '希望有小包装'][1 + line_key % 3]
        end as text,
        case
            when is_bad then 'damp'
            when u('review.rating', line_key) < 0.84 then 'praise'
            else ['plain', 'too_sweet', 'small_pack'][1 + line_key % 3]
        end as theme,
    from bought
    where u('review.made', line_key) < 0.06
),

talks as (
    select
        interactions.interaction_no * 4 + 2 as feedback_no,
        interactions.account_id,
        interactions.channel_code,
        case channel_code
            when 'call_center'
                then ['ticket', 'consultation', 'consultation'][1 + interaction_no % 3]
            else 'mention'
        end as kind,
        occurred_s,
        case channel_code
            when 'call_center'
                then ['转段怎么喂', '发票补开', '物流到哪了'][1 + interaction_no % 3]
            else ['想要藤椒口味', '这个口红辣条好玩', '求小包装'][1 + interaction_no % 3]
        end as text,
        case channel_code
            when 'call_center'
                then ['feeding', 'invoice', 'delivery'][1 + interaction_no % 3]
            else ['new_flavour', 'new_product', 'small_pack'][1 + interaction_no % 3]
        end as theme,
    from interactions
    where
        (channel_code = 'call_center' and kind = 'message_in')
        or (channel_code in ('weibo', 'xiaohongshu') and kind = 'share')
)

select
    feedback_no,
    channel_code,
    account_id,
    kind,
    occurred_s,
    product_id,
    batch_no,
    order_id,
    rating,
    text,
    theme,
    null as media,
    occurred_s + 7200 + pick('complaint.resolved', line_key, 6 * 86400) as resolved_s,
from complaints

union all

select
    feedback_no,
    channel_code,
    account_id,
    kind,
    occurred_s,
    product_id,
    batch_no,
    order_id,
    rating,
    text,
    theme,
    null,
    null,
from reviews

union all

select
    feedback_no,
    channel_code,
    account_id,
    kind,
    occurred_s,
    null,
    null,
    null,
    null,
    text,
    theme,
    case when kind = 'mention' then channel_code end,
    case when kind <> 'mention' then occurred_s + 1800 + feedback_no % 90000 end,
from talks
;

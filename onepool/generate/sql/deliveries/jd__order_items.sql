select
    orders.order_no * 8 + lines.line_no as _key,
    orders.detail_changed_s as _changed_s,
    'jd' as _channel,
    orders.order_id as "订单号",
    products.product_id as "商品编码",
    orders.account_id as "下单账号",
    lines.quantity as "订购数量",
    money(lines.list_cents) as "京东价",
    money(orders.goods_cents + orders.shipping_cents) as "应付金额",
    money(orders.gross_cents) as "订单金额",
    money(orders.discount_cents) as "优惠金额",
    money(
        case
            when orders.paid_s is null then orders.paid_cents
            else orders.paid_now_cents
        end
    ) as "结算金额",
    money(lines.sold_cents) as "行金额",
    case
        when orders.cancelled_s is not null and orders.paid_s is null
            then '(删除)等待付款'
        when orders.cancelled_s is not null then '已取消'
        when orders.paid_s is null then '等待付款'
        when orders.done_s is not null then '完成'
        when orders.order_no % 29 = 0 then '(锁定)等待确认收货'
        when orders.shipped_s is not null then '等待确认收货'
        else '等待出库'
    end as "订单状态",
    wall_text(orders.ordered_s) as "下单时间",
    wall_text(orders.paid_s) as "付款确认时间",
    substr(orders.receiver_name, 1, 1) || '**' as "客户姓名",
    case
        when u('jd.receiver', orders.order_no) < 0.8
            then masked_mobile(orders.receiver_phone)
        else orders.receiver_phone
    end as "联系电话",
    orders.province || orders.city || '***' as "客户地址",
    case when orders.order_class = 'test' then '内部测试单' end as "商家备注",
    wall_text(orders.detail_changed_s) as "更新时间",
from orders_now as orders
inner join order_lines as lines on orders.order_no = lines.order_no
inner join products on lines.product_no = products.product_no
where
    orders.channel_code = 'jd'
    and delivered(orders.detail_changed_s, orders.order_no)

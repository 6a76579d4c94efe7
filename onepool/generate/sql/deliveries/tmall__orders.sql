select
    order_no as _key,
    detail_changed_s as _changed_s,
    'tmall' as _channel,
    order_id as "订单编号",
    account_id as "买家OUID",
    substr(account_name, 1, 1) || '**' as "买家会员名",
    money(goods_cents) as "买家应付货款",
    money(shipping_cents) as "买家应付邮费",
    money(goods_cents + shipping_cents) as "总金额",
    money(discount_cents) as "优惠金额",
    money(paid_now_cents) as "买家实际支付金额",
    case
        when cancelled_s is not null then '交易关闭'
        when paid_s is null then '等待买家付款'
        when done_s is not null then '交易成功'
        when shipped_s is not null then '卖家已发货，等待买家确认'
        else '买家已付款，等待卖家发货'
    end as "订单状态",
    substr(receiver_name, 1, 1) || '**' as "收货人姓名",
    case
        when u('tmall.receiver', order_no) < 0.6 then masked_mobile(receiver_phone)
        when u('tmall.receiver', order_no) < 0.85
            then '1' || (5000000000 + order_no * 7919 % 999999999)::varchar
            || '-' || lpad((order_no * 37 % 10000)::varchar, 4, '0')
        else receiver_phone
    end as "联系手机",
    province || city || '***' as "收货地址",
    wall_text(ordered_s) as "订单创建时间",
    wall_text(paid_s) as "订单付款时间",
    case
        when order_class = 'test' then '测试订单，勿发货'
        when order_no % 23 = 0 then '尽快发货'
        when order_no % 41 = 0 then '送礼，不要放"价格单", 谢谢'
    end as "订单备注",
    '禾芽官方旗舰店' as "店铺名称",
    province as "省份",
    city as "城市",
    wall_text(detail_changed_s) as "修改时间",
from orders_now
where
    channel_code = 'tmall'
    and delivered(detail_changed_s, order_no)

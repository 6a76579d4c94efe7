-- What is in an order: the child's age decides the formula stage, the person's taste
-- the rest. Lines of an order rotate through the categories, so products differ. Whom a
-- campaign for a product moves buys that product first.
create or replace table order_lines as
with sized as (
    select
        orders.order_no,
        orders.person_id,
        orders.ordered_s,
        campaigns.product_no as coupon_product_no,
        people.spend,
        people.price_sense,
        people.gender,
        date_diff('month', people.child_born_on, wall_date(orders.ordered_s))
            as child_months,
        1 + least(
            3, floor(exponential('order.lines', orders.order_no) * 0.95)
        )::integer as line_count,
        u('order.basket', orders.order_no) as basket,
        case calendar.promotion
            when '618' then 0.18
            when '11.11' then 0.22
            when '12.12' then 0.12
            when '3.8' then 0.10
            when 'new year goods' then 0.08
            else 0.0
        end
        + case
            when u('order.discounted', orders.order_no) < 0.2 + 0.4 * price_sense
                then 0.03 + 0.12 * u('order.discount', orders.order_no)
            else 0.0
        end as discount_share,
    from orders_dated as orders
    inner join people on orders.person_id = people.person_id
    left join assignments on orders.assignment_no = assignments.assignment_no
    left join campaigns on assignments.campaign_no = campaigns.campaign_no
    inner join calendar
        on (orders.ordered_s - getvariable('start_s')) // 86400 = calendar.day_no
),

lined as (
    select
        *,
        coalesce(child_months between 0 and 35, false) as has_baby,
        unnest(range(line_count))::integer as position,
    from sized
),

categorised as (
    select
        *,
        case
            when coupon_product_no is not null then coupon_product_no // 16 + position
            when has_baby
                then (
                    case
                        when basket < 0.55 then 0
                        when basket < 0.70 then 1
                        when basket < 0.85 then 4
                        else 2
                    end + position * 5
                ) % 6
            else 1 + (
                case
                    when gender = 'M' and basket < 0.6 then 1
                    when basket < 0.45 then 1
                    when basket < 0.75 then 2
                    when basket < 0.9 then 4
                    else 3
                end + position
            ) % 5
        end as category_no,
    from lined
),

chosen as (
    select
        *,
        case
            when position = 0 and coupon_product_no is not null then coupon_product_no
            else category_no * 16
            + case
                when category_no = 0
                    then case
                        when child_months < 6 then 0
                        when child_months < 12 then 1
                        else 2
                    end * 3 + pick('person.formula', person_id, 3)
                when u2('line.usual', order_no, position) < 0.5
                    then pick2('person.taste', person_id, category_no, sizes.size)
                else pick2('line.product', order_no, position, sizes.size)
            end
        end as product_no,
        1 + least(
            11,
            floor(-ln(u2('line.quantity', order_no, position)) * 0.75 * spend)
        )::integer as quantity,
    from categorised
    inner join (
        select category_no, any_value(size) as size
        from products
        group by category_no
    ) as sizes using (category_no)
)

select
    chosen.order_no,
    chosen.position + 1 as line_no,
    chosen.product_no,
    chosen.quantity,
    products.list_cents,
    products.list_cents * quantity as gross_cents,
    floor(products.list_cents * quantity * (1 - discount_share) / 10)::bigint * 10
        as sold_cents,
    products.cost_cents * quantity as cost_cents,
    products.product_id || '-' || strftime(wall(chosen.ordered_s), '%y%m') as batch_no,
from chosen
inner join products on chosen.product_no = products.product_no
;

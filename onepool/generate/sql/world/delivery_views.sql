-- What each fact looks like at the cut of the delivery being written.
create or replace view orders_now as
with seen as (
    select
        * exclude (cancelled_s, done_s, corrected_s, paid_s),
        before_cut(paid_s) as paid_s,
        before_cut(paid_s + 86400) as shipped_s,
        before_cut(cancelled_s) as cancelled_s,
        before_cut(done_s) as done_s,
        before_cut(corrected_s) as corrected_s,
        greatest(visible_s, before_cut(paid_s), before_cut(cancelled_s))
            as state_changed_s,
    from orders
    where visible_s < getvariable('cut_s')
)

select
    *,
    case
        when paid_s is null then 0
        when corrected_s is null then paid_cents + first_error_cents
        else paid_cents
    end as paid_now_cents,
    greatest(state_changed_s, corrected_s) as changed_s,
    greatest(state_changed_s, corrected_s, shipped_s, done_s) as detail_changed_s,
from seen
;

create or replace view lines_now as
select
    orders.order_id,
    orders.channel_code,
    orders.order_no * 8 + lines.line_no as _key,
    orders.visible_s as _changed_s,
    lines.*,
    products.product_id,
    products.name as product_name,
    orders.visible_s,
    orders.order_class,
from order_lines as lines
inner join orders on lines.order_no = orders.order_no
inner join products on lines.product_no = products.product_no
where delivered(orders.visible_s, orders.order_no)
;

create or replace view refunds_now as
select
    refunds.* exclude (finished_s),
    before_cut(finished_s) as finished_s,
    case
        when finished_s < getvariable('cut_s') then outcome
        else 'open'
    end as status,
    greatest(visible_s, before_cut(finished_s)) as changed_s,
from refunds
where visible_s < getvariable('cut_s')
;

create or replace view accounts_now as
select
    accounts.* replace (
        before_cut(updated_s) as updated_s,
        case
            when is_bound_late and not coalesce(updated_s < getvariable('cut_s'), false)
                then null
            else phone
        end as phone
    ),
    coalesce(not is_native and is_void and active_until_s < getvariable('cut_s'), false)
        as is_closed,
    greatest(
        registered_s,
        before_cut(updated_s),
        case when not is_native and is_void then before_cut(active_until_s) end
    ) as changed_s,
from accounts
where registered_s < getvariable('cut_s')
;

create or replace view interactions_now as
select
    interactions.*,
    late_visible(
        occurred_s, u('interaction.late', interaction_no) < getvariable('late_rows')
    ) as visible_s,
    case
        when touchpoint in ('article', 'video', 'note', 'post', 'content', 'live')
            then 'CT' || lpad(
                (1 + pick('interaction.content', interaction_no, 80))::varchar, 4, '0'
            )
    end as content_id,
    case
        when touchpoint in ('product', 'package', 'group_buy')
            then products.product_id
    end as product_id,
    case
        when kind = 'sign_up'
            then 'CP' || lpad(
                (
                    1 + interaction_no % greatest(1, getvariable('campaign_count'))
                )::varchar,
                4,
                '0'
            )
    end as campaign_id,
    case
        when kind in ('view', 'attend_live')
            then 3 + floor(
                exponential('interaction.seconds', interaction_no)
                * case when kind = 'view' then 40 else 600 end
            )::integer
    end as duration_seconds,
from interactions
left join products
    on pick('interaction.category', interaction_no, 6) * 16
    + pick('interaction.product', interaction_no, 5)
    = products.product_no
;

-- One row an employee and customer relation; some customers know two employees.
create or replace view contacts_now as
with relations as (
    select
        account_no * 2 + second as contact_no,
        accounts.* exclude (updated_s, employee_no),
        accounts.registered_s + second * 86400 as created_s,
        (accounts.employee_no + second * 3) % getvariable('employee_count')
            as employee_no,
        case
            when
                u2('contact.deleted', account_no, second) < 0.14
                and accounts.active_until_s > accounts.registered_s + 3 * 86400
                then accounts.registered_s + second * 86400 + 86400
                + floor(
                    u2('contact.deleted_at', account_no, second)
                    * (
                        accounts.active_until_s - accounts.registered_s
                        - (second + 1) * 86400
                    )
                )::bigint
        end as deletion_s,
        case when u2('contact.by', account_no, second) < 0.8 then 'customer'
            else 'employee' end as deleted_by,
        [1, 1, 3, 16, 202][1 + (account_no + second) % 5] as add_way,
    from accounts
    cross join range(2) as positions (second)
    where
        channel_code = 'wecom'
        and (
            second = 0
            or (
                u('contact.second', account_no) < 0.08
                and registered_s + 86400 < getvariable('end_s')
            )
        )
)

select
    * exclude (deletion_s),
    before_cut(deletion_s) as deleted_s,
    greatest(created_s, before_cut(deletion_s)) as changed_s,
from relations
where created_s < getvariable('cut_s')
;

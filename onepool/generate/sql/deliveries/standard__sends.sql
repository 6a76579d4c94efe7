with seen as (
    select
        * replace (
            before_cut(delivered_s) as delivered_s,
            before_cut(opened_s) as opened_s,
            before_cut(clicked_s) as clicked_s,
            before_cut(replied_s) as replied_s,
            before_cut(opted_out_s) as opted_out_s
        ),
        greatest(
            sent_s,
            before_cut(delivered_s),
            before_cut(opened_s),
            before_cut(clicked_s),
            before_cut(replied_s),
            before_cut(opted_out_s)
        ) as changed_s,
    from sends
    where sent_s < getvariable('cut_s')
)

select
    send_no as _key,
    changed_s as _changed_s,
    'headquarters' as _channel,
    send_id,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    campaign_key(campaign_no) as campaign_id,
    'ST' || lpad(strategy_no::varchar, 4, '0') as strategy_id,
    step_no,
    dialogue_channel,
    'CT' || lpad((1 + content_draw % 80)::varchar, 4, '0') as content_id,
    wall_text(sent_s) as sent_at,
    wall_text(delivered_s) as delivered_at,
    wall_text(opened_s) as opened_at,
    wall_text(clicked_s) as clicked_at,
    wall_text(replied_s) as replied_at,
    wall_text(opted_out_s) as opted_out_at,
    money(cost_cents) as cost_amount,
from seen
inner join accounts using (account_no)
where delivered(seen.changed_s, send_no)

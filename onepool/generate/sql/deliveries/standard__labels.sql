with chosen as (
    select
        accounts.*,
        people.child_born_on,
        getvariable('start_s')
        + floor(
            u('label.at', accounts.account_no)
            * (getvariable('end_s') - 60 - getvariable('start_s'))
        )::bigint as drawn_s,
    from accounts
    inner join people on accounts.person_id = people.person_id
    where u('label.chosen', accounts.account_no) < 0.1
),

labelled as (
    select
        account_no * 4 as label_no,
        chosen.*,
        'has_child' as label,
        case when child_born_on is null then 'no' else 'yes' end as value,
        'human' as origin,
        1.0 as confidence,
        'E' || lpad((employee_no + 1)::varchar, 5, '0') as operator,
    from chosen

    union all

    select
        account_no * 4 + 1,
        chosen.*,
        'churn_risk',
        ['low', 'middle', 'high'][1 + pick('label.churn', account_no, 3)],
        'model',
        0.5 + 0.5 * u('label.confidence', account_no),
        'churn-2',
    from chosen

    union all

    select
        account_no * 4 + 2,
        chosen.*,
        'need_preference',
        ['nutrition', 'convenience', 'price', 'beauty'][
            1 + pick('label.need', account_no, 4)
        ],
        'model',
        0.4 + 0.6 * u('label.need_confidence', account_no),
        'need-1',
    from chosen
    where account_no % 2 = 0
)

select
    label_no as _key,
    greatest(drawn_s, registered_s) as _changed_s,
    'headquarters' as _channel,
    channel_code || ':' || account_id as account_id,
    label,
    value,
    origin,
    confidence::decimal(18, 3) as confidence,
    operator,
    wall_text(greatest(drawn_s, registered_s)) as assigned_at,
    wall_date(greatest(drawn_s, registered_s)) + 180 as expires_on,
from labelled
where delivered(greatest(drawn_s, registered_s), label_no)

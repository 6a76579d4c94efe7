-- Rates change once, a third into the history.
with changed as (
    select wall_date(getvariable('start_s') + getvariable('days') * 28800) as changed_on
),

rules as (
    select
        store_no * 4 + version as rule_no,
        'CR' || lpad((store_no + 1)::varchar, 4, '0') || '-' || (version + 1)::varchar
            as rule_id,
        store_id,
        null as dealer_id,
        0.03 + 0.01 * (store_no % 3) + 0.005 * version as share,
        version,
    from stores
    cross join range(2) as versions (version)

    union all

    select
        100000 + dealer_no * 4 + version,
        'CD' || lpad((dealer_no + 1)::varchar, 4, '0') || '-' || (version + 1)::varchar,
        null,
        'D' || lpad((dealer_no + 1)::varchar, 4, '0'),
        0.08 + 0.01 * (dealer_no % 4) - 0.005 * version,
        version,
    from range(getvariable('dealer_count')) as dealers (dealer_no)
    cross join range(2) as versions (version)
)

select
    rule_no as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    rule_id,
    store_id,
    dealer_id,
    share::decimal(18, 4) as share,
    case when version = 0 then date '2021-01-01' else changed_on end as valid_from,
    case when version = 0 then changed_on end as valid_to,
from rules
cross join changed

select
    store_no as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    store_id,
    name,
    kind,
    dealer_id,
    province,
    city,
    opened_on,
    case when closed_on < wall_date(getvariable('cut_s')) then closed_on end
        as closed_on,
from stores

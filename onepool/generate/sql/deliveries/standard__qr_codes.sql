select
    qr_no as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    qr_id,
    medium,
    placement,
    community,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    placer,
    hook,
    created_on,
from qr_codes

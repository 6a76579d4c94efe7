-- What is wrong with the files that came, and who has to mend it?
select
    source,
    entity,
    channel_code,
    reason,
    count(*) as quarantined_rows,
    count(distinct file) as files
from {{ ref('quarantined_rows') }}
group by source, entity, channel_code, reason
order by quarantined_rows desc, source asc, entity asc, channel_code asc, reason asc

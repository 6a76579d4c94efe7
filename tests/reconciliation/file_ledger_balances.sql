-- No row is lost: what landing read from a file is staged, duplicate or in quarantine.
select *
from {{ ref('file_ledger') }}
where rows_read != rows_staged + rows_duplicate + rows_quarantined

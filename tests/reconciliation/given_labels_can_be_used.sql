-- Reported: labels given by people or models outside that name a member or a label
-- nobody knows, or a value the dictionary does not have. They are kept in
-- fct_manual_labels and stay out of member_labels (2026-11-25: people type them by
-- hand).
{{ config(severity='warn') }}

select
    label_code,
    unused_reason,
    operator,
    count(*) as labels
from {{ ref('given_labels') }}
where is_faulty
group by label_code, unused_reason, operator

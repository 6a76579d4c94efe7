-- Reported: rows whose account no channel knows by a profile, an order or an
-- interaction. They keep their place and have no member. Extracts of accounts that come
-- later than the rest make it happen (2026-11-25).
{{ config(severity='warn') }}
{%- set facts = [
    'fct_assignments', 'fct_sends', 'fct_coupons', 'fct_points', 'fct_member_tiers',
    'fct_consents', 'fct_manual_labels', 'fct_feedback',
] %}

{%- for fact in facts %}
select
    '{{ fact }}' as fact,
    count(*) as row_count
from {{ ref(fact) }}
where member_id is null and account_key is not null
having count(*) > 0
{% if not loop.last %}union all{% endif %}
{%- endfor %}

-- The transition matrix says of everybody in a code at the opening where they went.
select
    month,
    scheme,
    from_code,
    sum(transition_share) as shares
from {{ ref('segment_migrations') }}
where from_code != 'outside'
group by month, scheme, from_code
having coalesce(abs(sum(transition_share) - 1) > 1e-9, true)

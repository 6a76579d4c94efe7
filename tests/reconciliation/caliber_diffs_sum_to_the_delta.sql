-- The steps between two calibers of a number sum to the difference, and where metrics
-- are named to explain it, they do, to the cent.
select
    on_date,
    metric,
    other_metric,
    slice_dimension,
    slice_value,
    max(delta) as delta,
    sum(amount) as explained,
    max(case when step = 'unexplained' then amount end) as unexplained
from {{ ref('caliber_diffs') }}
group by on_date, metric, other_metric, slice_dimension, slice_value
having
    abs(max(delta) - sum(amount)) > 1e-9 * (1 + abs(max(delta)))
    or (max(delta) is null and count(amount) > 0)
    or abs(max(case when step = 'unexplained' then amount end)) > 0.005

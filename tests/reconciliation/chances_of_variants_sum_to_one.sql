-- One variant of a test is the best: the integrals sum to 1 but for the quadrature.
select
    test_key,
    sum(raw_probability_best) as total
from {{ ref('creative_tests') }}
group by test_key
having abs(sum(raw_probability_best) - 1) > 0.001

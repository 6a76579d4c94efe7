{#- Chance of each variant of a test to have the highest rate: of independent posteriors
    Beta(hits + 1, trials - hits + 1), under a flat prior, the integral over the density of
    one times the distribution functions of all others. Exact but for the quadrature: on the
    log-odds scale, from the highest of the lower ends (below which the best cannot lie), on
    1024 points that crowd there, by the trapezoidal rule. The work grows with the variants,
    not with their square. `variants` is a CTE with test_key, variant_key, trials, hits. -#}
{% macro probability_best(variants) -%}
    {%- set points = 1024 -%}
    with shaped as (
        select
            test_key,
            variant_key,
            cast(hits + 1 as double) as a,
            cast(trials - hits + 1 as double) as b
        from {{ variants }}
    ),

    placed as (
        select
            *,
            ln(a / b) as middle,
            sqrt(1 / a + 1 / b) as spread,
            {{ log_gamma('a + b') }} - {{ log_gamma('a') }} - {{ log_gamma('b') }}
                as log_scale
        from shaped
    ),

    bounds as (
        select
            test_key,
            max(middle - 12 * spread) as lowest,
            max(middle + 12 * spread) as highest
        from placed
        group by test_key
    ),

    thirties as (
        {{ numbers(0, 31) }}
    ),

    grid as (
        select
            bounds.test_key,
            outers.number * 32 + inners.number as point_no,
            bounds.lowest + (bounds.highest - bounds.lowest) * power(
                (outers.number * 32 + inners.number) / cast({{ points - 1 }} as double), 3
            ) as log_odds,
            3 * (bounds.highest - bounds.lowest) * power(
                (outers.number * 32 + inners.number) / cast({{ points - 1 }} as double), 2
            ) / {{ points - 1 }} as width
        from bounds
        cross join thirties as outers
        cross join thirties as inners
    ),

    densities as (
        select
            placed.test_key,
            placed.variant_key,
            grid.point_no,
            exp(
                placed.log_scale
                - placed.a * ln(1 + exp(-grid.log_odds))
                - placed.b * ln(1 + exp(grid.log_odds))
            ) * grid.width as mass
        from placed
        inner join grid on placed.test_key = grid.test_key
    ),

    distributions as (
        select
            *,
            ln(greatest(
                1 - sum(mass) over (
                    partition by test_key, variant_key order by point_no desc
                    rows between unbounded preceding and current row
                ) + mass / 2,
                1e-300
            )) as log_below
        from densities
    ),

    joined as (
        select
            *,
            sum(log_below) over (partition by test_key, point_no) as log_all_below
        from distributions
    ),

    integrals as (
        select
            test_key,
            variant_key,
            sum(mass * exp(log_all_below - log_below)) as integral
        from joined
        group by test_key, variant_key
    )

    select
        test_key,
        variant_key,
        integral,
        integral / sum(integral) over (partition by test_key) as probability_best
    from integrals
{%- endmacro %}

"""Chances of variants to be the best equal those of scipy's Beta distribution."""

from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from tests.parity.compiling import compiled

# Hits and trials of the variants of a test.
CASES: dict[str, list[tuple[int, int]]] = {
    "one": [(3, 10)],
    "equal": [(5, 50), (5, 50), (5, 50)],
    "nothing": [(0, 0), (0, 0)],
    "no_hits": [(0, 30), (0, 3000)],
    "all_hits": [(30, 30), (29, 30)],
    "far_apart": [(900, 1000), (1, 100_000)],
    "small_and_large": [(2, 7), (30_000, 100_000), (31, 100)],
    "advertisements": [(1_200, 1_000_000), (1_260, 1_000_000), (90, 80_000)],
}


def exact(variants: list[tuple[int, int]]) -> list[float]:
    """Return each variant's chance to have the highest rate, by adaptive quadrature.

    Independent posteriors Beta(hits + 1, misses + 1) under a flat prior: the integral
    of one density times the other distribution functions.
    """
    posteriors = [beta(hits + 1, trials - hits + 1) for hits, trials in variants]

    def density(x: float, place: int) -> float:
        below = [other.cdf(x) for i, other in enumerate(posteriors) if i != place]
        return posteriors[place].pdf(x) * np.prod(below)

    chances = []
    for place, own in enumerate(posteriors):
        ends = own.ppf([0, 1e-14, 1e-6, 1e-3, 0.25, 0.5, 0.75, 0.999, 1 - 1e-6, 1])
        chances.append(
            sum(
                quad(density, low, high, (place,), epsabs=1e-12, limit=200)[0]
                for low, high in pairwise(ends)
                if high > low
            )
        )
    return chances


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the compiled macro over a table `given`."""
    folder: Path = tmp_path_factory.mktemp("probability_best")
    return compiled("duckdb", "{{ probability_best('given') }}", folder)


def run(query: str, cases: dict[str, list[tuple[int, int]]]) -> dict:
    """Return (raw integral, chance) by test and variant."""
    rows = [
        (name, str(place), hits, trials)
        for name, variants in cases.items()
        for place, (hits, trials) in enumerate(variants)
    ]
    with duckdb.connect() as connection:
        connection.execute(
            "create table given (test_key text, variant_key text, hits bigint, "
            "trials bigint)"
        )
        for row in rows:
            connection.execute("insert into given values (?, ?, ?, ?)", row)
        found = connection.execute(query).fetchall()
    return {(test, int(variant)): (raw, chance) for test, variant, raw, chance in found}


def test_chances_equal_scipy(query: str) -> None:
    found = run(query, CASES)
    for name, variants in CASES.items():
        for place, chance in enumerate(exact(variants)):
            raw, scaled = found[name, place]
            assert scaled == pytest.approx(chance, abs=5e-5), (name, place)
            assert raw == pytest.approx(chance, abs=5e-5), (name, place)


def test_fifty_variants_equal_a_simulation(query: str) -> None:
    random = np.random.default_rng(7)
    trials = random.integers(2_000, 20_000, 50)
    hits = random.binomial(trials, random.uniform(0.02, 0.03, 50))
    found = run(query, {"many": list(zip(hits.tolist(), trials.tolist(), strict=True))})
    draws = random.beta(hits + 1, trials - hits + 1, size=(200_000, 50))
    shares = np.bincount(draws.argmax(axis=1), minlength=50) / len(draws)
    for place in range(50):
        # Five standard errors of a share of 200,000 draws, at most 0.0056.
        assert found["many", place][1] == pytest.approx(shares[place], abs=0.0056)
    assert sum(chance for _, chance in found.values()) == pytest.approx(1)


def test_nothing_given_gives_nothing(query: str) -> None:
    assert run(query, {"none": []}) == {}

"""The value models equal the published ones on CDNOW, their scores those of scipy."""

import csv
import importlib.util
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from onepool.value.models import FitError, fit_purchases, fit_spend
from onepool.value.parameters import put
from tests.parity.compiling import compiled

R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426
P, Q, GAMMA = 6.25, 3.74, 15.44


def cdnow() -> tuple[np.ndarray, ...]:
    """Return repeats, span, observed (weeks) and mean amount of the CDNOW sample."""
    found = importlib.util.find_spec("lifetimes")
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / "datasets"
    name = "cdnow_customers_summary_with_transactions.csv"
    with (path / name).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 2357
    return tuple(
        np.array([float(row[column]) for row in rows])
        for column in ("x", "t_x", "T", "zbar")
    )


def test_purchases_of_cdnow_give_the_published_parameters() -> None:
    repeats, span, observed, _ = cdnow()
    model = fit_purchases(repeats, span, observed)
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx(
        (R, ALPHA, A, B), rel=0.01
    )
    assert model.log_likelihood == pytest.approx(-9582.4, abs=0.1)


def test_amounts_of_cdnow_give_the_published_parameters() -> None:
    repeats, _, _, mean = cdnow()
    model = fit_spend(repeats, mean)
    assert (model.p, model.q, model.gamma) == pytest.approx((P, Q, GAMMA), rel=0.01)


def test_the_unit_of_time_scales_alpha_alone() -> None:
    repeats, span, observed, _ = cdnow()
    weeks, days = (fit_purchases(repeats, span * u, observed * u) for u in (1, 7))
    assert days.alpha == pytest.approx(weeks.alpha * 7, rel=1e-3)
    assert days.r == pytest.approx(weeks.r, rel=1e-3)


def test_a_weight_is_that_many_customers() -> None:
    repeats, span, observed, _ = cdnow()
    rounded = np.column_stack([repeats, np.ceil(span), np.ceil(observed)])
    histories, weight = np.unique(rounded, axis=0, return_counts=True)
    one = fit_purchases(*histories.T, weight)
    other = fit_purchases(*rounded.T)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-4)


@pytest.mark.parametrize(
    "customers",
    [np.zeros((0, 3)), np.array([[0.0, 0.0, 10.0], [0.0, 0.0, 20.0]])],
    ids=["nobody", "no repeat"],
)
def test_data_without_repeats_are_refused_with_the_reason(
    customers: np.ndarray,
) -> None:
    with pytest.raises(FitError, match="second time"):
        fit_purchases(*customers.T)
    with pytest.raises(FitError, match="bought again"):
        fit_spend(customers[:, 0], np.zeros(len(customers)))


def test_amounts_without_a_mean_over_customers_are_refused() -> None:
    """Drawn with q = 0.6, for which the mean over customers is infinite."""
    draw = np.random.default_rng(7)
    repeats = draw.integers(1, 20, 3000).astype(float)
    rate = draw.gamma(0.6, 1 / 15.0, len(repeats))
    mean = draw.gamma(6.0 * repeats) / (rate * repeats)
    with pytest.raises(FitError, match="has no mean"):
        fit_spend(repeats, mean)


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return SQL of the scores over a relation named histories."""
    inline = (
        "select {{ probability_alive() }} as alive, "
        "{{ expected_purchases('weeks') }} as purchases, "
        "{{ expected_amount() }} as amount "
        f"from (select *, {R}e0 as r, {ALPHA}e0 as alpha, {A}e0 as a, {B}e0 as b, "
        f"{P}e0 as p, {Q}e0 as q, {GAMMA}e0 as gamma from histories) as h"
    )
    return compiled("duckdb", inline, tmp_path_factory.mktemp("scores"))


def expected(x: float, span: float, observed: float, weeks: float) -> float:
    """Return equation (10) of Fader, Hardie and Lee (2005), by scipy's function."""
    hyper = hyp2f1(R + x, B + x, A + B + x - 1, weeks / (ALPHA + observed + weeks))
    ratio = ((ALPHA + observed) / (ALPHA + observed + weeks)) ** (R + x)
    above = (A + B + x - 1) / (A - 1) * (1 - ratio * hyper)
    gone = (
        A / (B + x - 1) * ((ALPHA + observed) / (ALPHA + span)) ** (R + x) if x else 0
    )
    return above / (1 + gone)


@settings(max_examples=60, deadline=None)
@given(
    x=st.integers(0, 150),
    observed=st.floats(0, 520),
    share=st.floats(0, 1),
    weeks=st.floats(0.1, 53),
)
def test_expected_purchases_equal_scipy(
    scorer: str, x: int, observed: float, share: float, weeks: float
) -> None:
    span = observed * share if x else 0.0
    connection = duckdb.connect()
    connection.execute(
        "create table histories as select ?::bigint as repeats, "
        "?::double as span_weeks, ?::double as observed_weeks, ?::double as weeks, "
        "30::double as mean_amount",
        [x, span, observed, weeks],
    )
    alive, purchases, amount = connection.execute(scorer).fetchall()[0]
    assert purchases == pytest.approx(
        expected(float(x), span, observed, weeks), rel=1e-5, abs=1e-9
    )
    assert 0 <= alive <= 1
    assert amount == pytest.approx(P * (GAMMA + 30 * x) / (P * x + Q - 1))


def test_customer_1516_of_the_paper(scorer: str) -> None:
    """The paper expects 1.226 purchases in 39 weeks of x=2, t=30.43, T=38.86."""
    connection = duckdb.connect()
    connection.execute(
        "create table histories as select 2 as repeats, 30.43e0 as span_weeks, "
        "38.86e0 as observed_weeks, 39e0 as weeks, 0e0 as mean_amount"
    )
    assert connection.execute(scorer).fetchall()[0][1] == pytest.approx(1.226, abs=2e-3)


def test_a_fit_of_the_same_day_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "seeds" / "clv.csv"
    row = dict.fromkeys(
        ("customers", "repeat_customers", "r", "alpha", "a", "b"), "1"
    ) | dict.fromkeys(
        ("purchase_log_likelihood", "p", "q", "gamma", "spend_log_likelihood"), "1"
    )
    first = {"as_of": "2026-01-31", "sample": "full", **row}
    other = {"as_of": "2026-02-28", "sample": "full", **row}
    put(path, [first, other])
    put(path, [{**first, "r": "2"}])
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(one["as_of"], one["r"]) for one in rows] == [
        ("2026-01-31", "2"),
        ("2026-02-28", "1"),
    ]

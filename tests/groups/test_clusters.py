"""Clusters of behaviour find planted groups, are repeatable and named by profile."""

import csv
from pathlib import Path

import numpy as np
import pytest

from onepool.groups.clusters import ClusterError, fit, names
from onepool.groups.command import WORDS, write
from tests.support.project import ROOT

FEATURES = ("order_count", "net_amount", "recency_days")
SAID = {
    "order_count": ("frequent", "occasional"),
    "net_amount": ("high_spend", "low_spend"),
    "recency_days": ("lapsing", "recent"),
}


def planted(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return members around three centres, shape (600, 3), and whose they are."""
    generator = np.random.default_rng(seed)
    centers = np.log1p(np.array([[30, 5000, 5], [2, 80, 10], [2, 90, 300]]))
    whose = np.repeat([0, 1, 2], [300, 200, 100])
    return np.expm1(centers[whose] + generator.normal(0, 0.1, (600, 3))), whose


def test_planted_groups_are_found_largest_first() -> None:
    rows, whose = planted()
    clusters = fit(FEATURES, rows, SAID, 3)
    assert clusters.sizes == (300, 200, 100)
    scaled = (np.log1p(rows) - clusters.mean) / clusters.deviation
    distances = ((scaled[:, None, :] - clusters.centers[None]) ** 2).sum(axis=2)
    assert (distances.argmin(axis=1) == whose).all()
    assert clusters.explained > 0.9


def test_the_order_of_rows_and_a_second_run_change_nothing() -> None:
    rows, _ = planted()
    one, again = fit(FEATURES, rows, SAID, 3), fit(FEATURES, rows, SAID, 3)
    turned = fit(FEATURES, rows[::-1], SAID, 3)
    assert one.codes == again.codes == turned.codes
    np.testing.assert_allclose(one.centers, turned.centers, atol=1e-6)


def test_names_say_what_stands_out_and_are_not_given_twice() -> None:
    centers = np.array([[2.0, 1.0, 0.0], [1.9, 0.9, -0.5], [0.0, 0.1, 0.0]])
    assert names(FEATURES, centers, SAID) == [
        "frequent_high_spend",
        "frequent_high_spend_recent",
        "average",
    ]


def test_the_same_name_again_gets_a_number() -> None:
    assert names(FEATURES, np.zeros((3, 3)), SAID) == [
        "average",
        "average_2",
        "average_3",
    ]


@pytest.mark.parametrize("rows", [np.zeros((0, 3)), np.ones((50, 3))])
def test_too_little_difference_is_refused(rows: np.ndarray) -> None:
    with pytest.raises(ClusterError, match="too few for 3 clusters"):
        fit(FEATURES, rows, SAID, 3)


def test_a_column_that_never_differs_does_no_harm() -> None:
    rows, _ = planted()
    rows[:, 1] = 7
    assert np.isfinite(fit(FEATURES, rows, SAID, 3).centers).all()


def test_the_seed_has_a_row_for_each_cluster_and_feature(tmp_path: Path) -> None:
    rows, _ = planted()
    write(
        tmp_path / "seeds" / "centers.csv", "2026-03-31", fit(FEATURES, rows, SAID, 3)
    )
    with (tmp_path / "seeds" / "centers.csv").open(encoding="utf-8") as stream:
        written = list(csv.DictReader(stream))
    assert len(written) == 9
    assert {row["fitted_on"] for row in written} == {"2026-03-31"}


def test_every_feature_of_the_model_has_its_words() -> None:
    macro = (ROOT / "macros" / "groups" / "behaviour_features.sql").read_text()
    with (ROOT / WORDS).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            assert f"'{row['feature']}'" in macro

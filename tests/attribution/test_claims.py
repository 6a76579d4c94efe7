"""Effects that claims are held against equal those of scipy, on the sample."""

import duckdb
import pandas as pd
import pytest
from scipy import stats

from tests.support.project import Warehouse

LEAST = 10


@pytest.fixture(scope="module")
def frames(sample: Warehouse) -> dict[str, pd.DataFrame]:
    """Return what the test reads of the sample."""
    tables = ("experiment_members", "attribution_effects", "over_attribution")
    with duckdb.connect(str(sample.path), read_only=True) as connection:
        return {
            name: connection.execute(f"select * from marts.{name}").df()
            for name in tables
        }


def _effect(members: pd.DataFrame) -> tuple[float, float, float] | None:
    """Return the amount that treated arms spent above control, and its interval."""
    arms = {arm: group["spent"] for arm, group in members.groupby("arm")}
    control = arms.pop("control", None)
    if control is None or min(map(len, (control, *arms.values()))) < LEAST:
        return None
    heads = sum(map(len, arms.values()))
    effect = sum(arm.sum() for arm in arms.values()) - heads * control.mean()
    squares = [(len(arm) * arm.var(), len(arm)) for arm in arms.values()]
    squares.append((heads**2 * control.var() / len(control), len(control)))
    square = sum(part for part, _ in squares)
    freedom = square**2 / sum(part**2 / (size - 1) for part, size in squares)
    margin = stats.t.ppf(0.975, freedom) * square**0.5
    return effect, effect - margin, effect + margin


def test_effects_equal_scipy(frames: dict[str, pd.DataFrame]) -> None:
    members = frames["experiment_members"]
    members = members[members["is_counted"]]
    members = members.assign(spent=members["net_amount"].astype(float))
    effects = frames["attribution_effects"].set_index("experiment_key")
    proven = 0
    for key, group in members.groupby("experiment_key"):
        wanted, given = _effect(group), effects.loc[key]
        assert (wanted is None) == (given["reason"] is not None), key
        if wanted is not None:
            found = given[["incremental_amount", "ci_low", "ci_high"]].tolist()
            assert found == pytest.approx(wanted, rel=1e-4), key
            proven += 1
    assert proven >= 5


def test_the_whole_is_of_its_parts(frames: dict[str, pd.DataFrame]) -> None:
    effects = frames["attribution_effects"].set_index("experiment_key")
    parts = effects[effects["reason"].isna()].drop(index="all")
    whole = effects.loc["all"]
    assert whole["incremental_amount"] == pytest.approx(
        parts["incremental_amount"].sum()
    )
    claims = frames["over_attribution"]
    for _, rows in claims.groupby("claim"):
        by_key = rows.set_index("experiment_key")["claimed_amount"].astype(float)
        assert by_key["all"] == pytest.approx(by_key[parts.index].sum())


def test_intervals_grow_with_what_is_added(frames: dict[str, pd.DataFrame]) -> None:
    effects = frames["attribution_effects"].set_index("experiment_key")
    widths = effects["ci_high"] - effects["ci_low"]
    assert widths.idxmax() == "all"

"""Effects that claims are held against equal those of scipy, on the sample."""

import duckdb
import pandas as pd
import pytest
from scipy import stats

from tests.support.project import Warehouse

LEAST = 10
HOLDOUT = "strategy:ST0005"


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


def test_the_whole_is_the_global_holdout(frames: dict[str, pd.DataFrame]) -> None:
    effects = frames["attribution_effects"].set_index("experiment_key")
    told = ["basis", "incremental_amount", "ci_low", "ci_high", "light"]
    assert effects.loc["all", told].tolist() == effects.loc[HOLDOUT, told].tolist()
    widths = effects["ci_high"] - effects["ci_low"]
    assert widths.max() == widths["all"]


def test_claims_of_the_whole_lie_in_its_windows(
    frames: dict[str, pd.DataFrame],
) -> None:
    members = frames["experiment_members"]
    treated = members[members["is_counted"] & (members["arm"] != "control")]
    is_whole = treated["experiment_key"] == HOLDOUT
    windows = treated[is_whole].set_index("member_id")[["window_from", "window_to"]]
    others = treated[~is_whole].join(windows, on="member_id", rsuffix="_of_whole")
    inside = others[
        (others["window_from"] >= others["window_from_of_whole"])
        & (others["window_to"] <= others["window_to_of_whole"])
    ]
    claims = frames["over_attribution"].set_index(["experiment_key", "claim"])
    own = claims.loc[("all", "own")]
    assert float(own["claimed_amount"]) == pytest.approx(
        float(inside["net_amount"].sum())
    )
    assert own["members"] == inside["member_id"].nunique() > 0

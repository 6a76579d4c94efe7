"""The audiences that the sample handed over are those of the folder audiences."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from delivered import newest

from onepool.audiences.definitions import Definition, read_definitions

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "extracts" / "sample"
HANDED_OVER_ON = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def delivered() -> dict[str, pd.DataFrame]:
    """Return campaigns, assignments and sends of the audiences in the sample."""
    keys = {
        "campaigns": ["campaign_id"],
        "assignments": ["campaign_id", "account_id"],
        "sends": ["campaign_id", "send_id"],
    }
    found = {}
    for entity, key in keys.items():
        rows = pd.DataFrame(newest(SAMPLE, "standard", entity, key).values())
        found[entity] = rows[rows["campaign_id"].str.startswith("audience:")]
    return found


def test_campaigns_are_the_definitions(delivered: dict[str, pd.DataFrame]):
    definitions: dict[str, Definition] = read_definitions(ROOT / "audiences", ())
    assert len(delivered["campaigns"]) == 3
    for row in delivered["campaigns"].itertuples():
        said = definitions[row.template]
        assert row.campaign_id == f"audience:{row.template}:000001_{HANDED_OVER_ON}"
        assert (row.name, row.owner, row.theme) == (
            said.title,
            said.owner,
            said.purpose,
        )
        assert row.goal_metric == said.goal.metric
        goal = None if row.goal_value is None else float(row.goal_value)
        assert goal == said.goal.value
        starts_on = HANDED_OVER_ON + dt.timedelta(days=1)
        assert row.starts_on == str(starts_on)
        assert row.ends_on == str(starts_on + dt.timedelta(days=said.window_days - 1))
        assigned = delivered["assignments"]
        assigned = assigned[assigned["campaign_id"] == row.campaign_id]
        assert set(assigned["assigned_at"]) == {f"{HANDED_OVER_ON} 23:59:59"}
        shares = {
            arm.arm: float(arm.propensity)
            for arm in assigned.drop_duplicates("arm").itertuples()
        }
        assert len(assigned) >= 9
        assert shares.items() <= dict(said.arms).items()


def test_one_audience_is_not_reported_and_no_control_is_addressed(
    delivered: dict[str, pd.DataFrame],
):
    sends = delivered["sends"].merge(
        delivered["assignments"], on=["campaign_id", "account_id"], how="left"
    )
    assert len(sends) > 20
    assert set(sends["arm"]) == {"treatment", "gift", "points"}
    assert set(sends["dialogue_channel"]) == {"sms"}
    assert set(sends["campaign_id"].str.split(":").str[1]) == {
        "next_purchase_due",
        "second_order",
    }

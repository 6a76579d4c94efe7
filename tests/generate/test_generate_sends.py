"""A world that talks as much as it is asked to."""

import duckdb
import pytest

from onepool.generate.parameters import Parameters
from onepool.generate.world import generate


@pytest.fixture(scope="module")
def sends(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyRelation:
    """Return the messages of 600 people, 12 a person, with one row a message."""
    root = tmp_path_factory.mktemp("talkative") / "extracts"
    parameters = Parameters(
        people=600, sends_per_person=12.0, duplicate_rows=0, row_defects=0
    )
    generate(parameters, root, quiet=True)
    files = root / "standard/headquarters/sends/*/sends.csv"
    return duckdb.read_csv(str(files), all_varchar=True).query(
        "delivered",
        "select * from delivered qualify row_number() over "
        "(partition by send_id order by opted_out_at nulls last) = 1",
    )


def test_about_as_many_messages_as_asked_for(sends: duckdb.DuckDBPyRelation):
    assert len(sends) == pytest.approx(12 * 600, rel=0.1)


def test_most_messages_belong_to_no_campaign(sends: duckdb.DuckDBPyRelation):
    row = sends.aggregate("count(campaign_id), count(strategy_id)").fetchone()
    assert row is not None
    assert 0 < row[0] < len(sends) / 2
    assert row[1] > 0


def test_nobody_gets_pushes_where_they_are_refused(sends: duckdb.DuckDBPyRelation):
    refusals = (
        sends.filter("opted_out_at is not null")
        .aggregate("account_id, dialogue_channel, min(opted_out_at) as refused_at")
        .set_alias("refusals")
    )
    assert len(refusals) > 10
    late = sends.filter("campaign_id is null and strategy_id is null").join(
        refusals, "account_id, dialogue_channel"
    )
    assert len(late) > 0
    assert len(late.filter("sent_at > refused_at")) == 0


def test_a_brand_cannot_send_less_than_nothing():
    with pytest.raises(ValueError, match="sends_per_person"):
        Parameters(sends_per_person=0)

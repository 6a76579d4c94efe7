"""Who is held out of a generated year gets nothing, and nothing else moves."""

from pathlib import Path

import duckdb
import pytest

from onepool.generate.parameters import Parameters
from onepool.generate.world import generate

HELD_OUT = """
    select distinct accounts.person_id
    from read_csv('{root}/standard/headquarters/assignments/*/*.csv') as assignments
    inner join '{root}/truth/accounts.parquet' as accounts
        on assignments.account_id = accounts.channel_code || ':' || accounts.account_id
    where assignments.strategy_id = 'ST0005' and assignments.arm = 'control'
"""


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[float, Path]:
    """Return the extracts roots of a world without and with a holdout, by its share."""
    folder = tmp_path_factory.mktemp("holdout")
    roots = {share: folder / f"share-{share}" for share in (0.0, 0.2)}
    for share, root in roots.items():
        parameters = Parameters(people=150, holdout_share=share, sends_per_person=6)
        generate(parameters, root, quiet=True)
    return roots


def test_who_is_held_out_is_sent_nothing(worlds: dict[float, Path]) -> None:
    root = worlds[0.2]
    held_out = HELD_OUT.format(root=root)
    people, sends, reached = duckdb.sql(
        f"select (select count(*) from ({held_out})), count(*), "
        f"count(*) filter (where person_id in ({held_out})) "
        f"from read_csv('{root}/standard/headquarters/sends/*/*.csv') as sends "
        f"inner join '{root}/truth/accounts.parquet' as accounts "
        "on sends.account_id = accounts.channel_code || ':' || accounts.account_id"
    ).fetchall()[0]
    assert people > 10
    assert sends > 100
    assert reached == 0


def test_the_rest_is_the_world_without_a_holdout(worlds: dict[float, Path]) -> None:
    columns = "channel_code, order_id, person_id, paid_amount, ordered_at, caused_by"
    with_it, without = (
        f"select {columns} from '{worlds[share]}/truth/orders.parquet' "
        "where not is_cross_channel_duplicate"
        for share in (0.2, 0.0)
    )
    assert not duckdb.sql(f"{with_it} except {without}").fetchall()
    missing = duckdb.sql(f"{without} except {with_it}").fetchall()
    held_out = duckdb.sql(HELD_OUT.format(root=worlds[0.2])).fetchall()
    assert missing
    assert {(row[2],) for row in missing} <= set(held_out)
    assert all(row[-1] for row in missing)

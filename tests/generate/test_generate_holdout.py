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
    held_out = HELD_OUT.format(root=worlds[0.2])
    columns = "channel_code, order_id, person_id, ordered_at, caused_by, paid_amount"
    with_it, without = (
        f"select {columns} from '{worlds[share]}/truth/orders.parquet' "
        "where not is_cross_channel_duplicate"
        for share in (0.2, 0.0)
    )
    others = f"where person_id not in ({held_out})"
    assert not duckdb.sql(
        f"(from ({with_it}) {others}) except (from ({without}) {others})"
    ).fetchall()
    # Nobody held out orders anything else, and pays in full, without blanket coupons.
    assert not duckdb.sql(
        f"from ({with_it}) as kept anti join ({without}) as before on "
        "kept.channel_code = before.channel_code and kept.order_id = before.order_id "
        "and kept.paid_amount >= before.paid_amount"
    ).fetchall()
    missing = duckdb.sql(
        f"from ({without}) as before anti join ({with_it}) as kept "
        "using (channel_code, order_id)"
    ).fetchall()
    assert missing
    assert {(row[2],) for row in missing} <= set(duckdb.sql(held_out).fetchall())
    assert all(row[4] for row in missing)

"""Deliveries out of order and killed builds give the tables of all at once."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.project import ROOT, Warehouse
from tests.warehouse import story
from tests.warehouse.conftest import (
    AS_FAR_AS_CORE,
    GO_ON_AS_FAR_AS_CORE,
    QUICK,
    UP_TO_CORE,
    same_tables,
)
from tests.warehouse.deliveries import Extracts

PATIENCE = 180


def kill_build(warehouse: Warehouse, reached: Callable[[str], bool]) -> None:
    """Start a build and kill it as soon as its output or its files show a moment.

    Args:
        warehouse: the warehouse to build.
        reached: told all that was printed so far.
    """
    shown = warehouse.folder / "killed.txt"
    shown.parent.mkdir(parents=True, exist_ok=True)
    with shown.open("wb") as output:
        build = subprocess.Popen(
            warehouse.dbt_command(*AS_FAR_AS_CORE),
            cwd=ROOT,
            env={**warehouse.variables, "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        end = time.monotonic() + PATIENCE
        try:
            while not reached(shown.read_text(errors="replace")):
                assert build.poll() is None, shown.read_text()
                assert time.monotonic() < end, shown.read_text()
                time.sleep(0.002)
        finally:
            os.killpg(build.pid, signal.SIGKILL)
            build.wait()
    assert build.returncode == -signal.SIGKILL, shown.read_text()


def shows(text: str, pause: float = 0.0) -> Callable[[str], bool]:
    """Return a moment: some seconds after a text was printed."""

    def reached(printed: str) -> bool:
        if text not in printed:
            return False
        time.sleep(pause)
        return True

    return reached


def test_killed_builds_of_deliveries_out_of_order_leave_nothing_behind(
    at_once: Warehouse, tmp_path: Path
) -> None:
    extracts = Extracts(tmp_path / "extracts")
    warehouse = Warehouse(tmp_path / "warehouse", extracts.root, QUICK)
    landing = tmp_path / "warehouse" / "onepool.landing"
    chance = random.Random(7)
    story.third(extracts)
    kill_build(warehouse, lambda _: any(landing.glob(".incoming/rows/*/*/*")))
    assert not list(landing.glob("files/load=*"))
    kill_build(warehouse, shows("OK created sql incremental model core.fct_orders"))
    assert warehouse.rows("select count(*) > 0 from core.fct_orders") == [(True,)]
    # The newest delivery is all there is, before the older ones come.
    warehouse.dbt(*AS_FAR_AS_CORE)
    story.first(extracts)
    kill_build(warehouse, shows("model core.fct_orders", chance.uniform(0, 0.2)))
    warehouse.dbt(*GO_ON_AS_FAR_AS_CORE)
    story.second(extracts)
    kill_build(
        warehouse, shows("restricted.base_tmall__orders", chance.uniform(0, 0.2))
    )
    warehouse.dbt(*GO_ON_AS_FAR_AS_CORE)
    same_tables(warehouse, at_once, UP_TO_CORE)

"""Fixtures that many tests share: a warehouse built from the sample delivery, once."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

import pytest

from onepool import compiling
from tests.support.forks import run_dbt
from tests.support.project import RUN, Warehouse, parsed_project

# What takes longest begins first, so that no worker waits for another at the end.
LONGEST_FIRST = (
    "sample",
    "test_incremental.py",
    "test_complete_journey.py",
    "test_recovery.py",
    "test_killed_build.py",
    "test_member_ids.py",
    "test_settings.py",
    "test_bench.py",
    "test_bad_input.py",
)

# PySpark ends a process whose main module has no file, as that of a worker has none.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__


def pytest_configure(config: pytest.Config) -> None:
    """Give all workers one place for what they share."""
    os.environ.setdefault(RUN, tempfile.mkdtemp(prefix="onepool-tests-"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what was shared, once all workers are done."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one worker, and all that work on the sample."""
    of_sample = {
        item.path for item in items if "sample" in getattr(item, "fixturenames", ())
    }
    groups = {}
    for item in items:
        groups[item] = "sample" if item.path in of_sample else item.path.name
        item.add_marker(pytest.mark.xdist_group(groups[item]))
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(groups[item], len(places)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Fail when xdist heeds no groups: every warehouse would be built twice."""
    grouped = getattr(session.config.option, "loadgroup", False)
    if grouped and not all("@" in item.nodeid for item in session.items):
        raise pytest.UsageError("this pytest-xdist cannot group tests in this pytest")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a warehouse built in full, with its tests, from extracts/sample.

    One that `make build` has just built from nothing, with the tests of its data, is
    taken as it is: what is left are the unit tests.
    """
    folder: Path = tmp_path_factory.mktemp("sample")
    warehouse = Warehouse(folder, extracts="extracts/sample")
    if built := os.environ.get("ONEPOOL_BUILT"):
        shutil.copytree(built, folder, dirs_exist_ok=True)
        apart = {"DBT_TARGET_PATH": str(folder / "unit_tests")}
        Warehouse(folder, warehouse.extracts, apart).dbt(
            "test", "--select", "test_type:unit"
        )
    else:
        warehouse.dbt("build")
    return warehouse


@pytest.fixture(autouse=True, scope="session")
def parsed_for_compiling() -> Iterator[None]:
    """Let what compiles the project find it parsed, and dbt imported."""

    def run(
        arguments: Sequence[str], environment: Mapping[str, str], cwd: Path
    ) -> CompletedProcess:
        target = Path(environment["DBT_TARGET_PATH"])
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(parsed_project(*arguments), target)
        return run_dbt(arguments, environment, cwd)

    with patch.object(compiling, "run_dbt", run):
        yield

"""Fixtures that many tests share: a warehouse built from the sample delivery, once."""

import os
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.project import PARSED, Warehouse

# Warehouses that take long to build and are shared by tests of several files.
SHARED = ("at_once", "troubled", "sample")
# What takes longest begins first, so that no worker waits for another at the end.
LONGEST_FIRST = (
    *SHARED,
    "test_recovery.py",
    "test_killed_build.py",
    "test_complete_journey.py",
    "test_bench.py",
)

# PySpark ends a process whose main module has no file, as that of a worker has none.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__


def pytest_configure(config: pytest.Config) -> None:
    """Give all workers one place for the project as dbt parsed it."""
    os.environ.setdefault(PARSED, tempfile.mkdtemp(prefix="onepool-parsed-"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Forget what dbt parsed, once all workers are done."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(PARSED), ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep files that share a warehouse in one worker, and the tests of a file."""
    used = defaultdict(set)
    for item in items:
        used[item.path].update(getattr(item, "fixturenames", ()))
    groups = {}
    for item in items:
        shared = (name for name in SHARED if name in used[item.path])
        groups[item] = next(shared, item.path.name)
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
    """Return a warehouse built in full, with its tests, from extracts/sample."""
    folder: Path = tmp_path_factory.mktemp("sample")
    warehouse = Warehouse(folder, extracts="extracts/sample")
    warehouse.dbt("build")
    return warehouse

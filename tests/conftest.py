"""Fixtures that many tests share: a warehouse built from the sample delivery, once."""

import sys
from pathlib import Path

import pytest

from tests.support.project import Warehouse

# Warehouses that take long to build and are shared by tests of several files.
SHARED = ("at_once", "troubled", "sample")

# PySpark ends a process whose main module has no file, as that of a worker has none.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests of one shared warehouse, or of one file, in one worker."""
    for item in items:
        used = getattr(item, "fixturenames", ())
        group = next((name for name in SHARED if name in used), item.path.name)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a warehouse built in full, with its tests, from extracts/sample."""
    folder: Path = tmp_path_factory.mktemp("sample")
    warehouse = Warehouse(folder, extracts="extracts/sample")
    warehouse.dbt("build")
    return warehouse

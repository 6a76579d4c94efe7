"""Warehouses built from hand-written deliveries, shared by the tests."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.compare import differences
from tests.support.project import Warehouse
from tests.warehouse import broken, planted, story
from tests.warehouse.deliveries import Extracts

# Models and seeds without tests.
BUILD = (
    "build",
    "--exclude-resource-type",
    "test",
    "--exclude-resource-type",
    "unit_test",
)


def copied(warehouse: Warehouse, folder: Path) -> Warehouse:
    """Return a copy of a warehouse with its landing zone and dbt state."""
    shutil.copytree(warehouse.folder, folder)
    return Warehouse(folder, warehouse.extracts, warehouse.environment)


def same_tables(left: Warehouse, right: Warehouse, schemas: Iterable[str] = ()) -> None:
    """Fail when any table of two warehouses differs, with the tables' names."""
    chosen = {"schemas": tuple(schemas)} if schemas else {}
    assert differences(left.path, right.path, **chosen) == []


@pytest.fixture(scope="session")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a warehouse that got the first three deliveries of the story at once."""
    folder = tmp_path_factory.mktemp("at_once")
    extracts = Extracts(folder / "extracts")
    for deliver in story.DELIVERIES:
        deliver(extracts)
    warehouse = Warehouse(folder / "warehouse", extracts.root)
    warehouse.dbt(*BUILD)
    return warehouse


SALT = "a salt that nobody must see"


@pytest.fixture(scope="session")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a warehouse built and tested, from broken files and planted people."""
    folder = tmp_path_factory.mktemp("troubled")
    extracts = Extracts(folder / "extracts")
    planted.plant(extracts)
    for file in broken.broken_files():
        path = extracts.root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    warehouse = Warehouse(folder / "warehouse", extracts.root, {"ONEPOOL_SALT": SALT})
    warehouse.dbt("build")
    return warehouse

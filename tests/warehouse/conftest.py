"""Warehouses built from hand-written deliveries, shared by the tests."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.compare import COMPARED, differences
from tests.support.project import Warehouse, built_once
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


# The same once more in a warehouse whose views stand: they do not change with the data.
GO_ON = (*BUILD, "--exclude", "config.materialized:view")

# As far as core. Marts are made anew from core in every build; tests that ask what core
# holds, or is the same, after many builds need not wait for them.
AS_FAR_AS_CORE = (*BUILD, "--exclude", "path:models/marts")
GO_ON_AS_FAR_AS_CORE = (*GO_ON, "path:models/marts")
UP_TO_CORE = ("core", "quality", "intermediate", "restricted")

# With the tests of the data; unit tests know no warehouse and run elsewhere.
BUILD_AND_TEST = ("build", "--exclude-resource-type", "unit_test")

# A third of dbt's time goes into files that these tests do not read.
QUICK = {"DBT_LOG_LEVEL_FILE": "none", "DBT_WRITE_JSON": "false"}


def copied(warehouse: Warehouse, folder: Path) -> Warehouse:
    """Return a copy of a warehouse with its landing zone, to go on from."""
    folder.mkdir(parents=True)
    shutil.copytree(
        warehouse.folder / "onepool.landing",
        folder / "onepool.landing",
        ignore=shutil.ignore_patterns(".*"),
    )
    return photographed(warehouse, folder)


def photographed(warehouse: Warehouse, folder: Path) -> Warehouse:
    """Return a copy of a warehouse's tables as they are now, to compare with later."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = Warehouse(folder, warehouse.extracts, warehouse.environment)
    shutil.copy(warehouse.path, copy.path)
    return copy


def same_tables(
    left: Warehouse,
    right: Warehouse,
    schemas: Iterable[str] = COMPARED,
    renamed: bool = False,
) -> None:
    """Fail when any table of two warehouses differs, with the tables' names.

    Args:
        left: one warehouse.
        right: the other.
        schemas: schemas to look at.
        renamed: compare members by their accounts and not by their ids.
    """
    found = differences(left.path, right.path, tuple(schemas), renamed=renamed)
    assert found == []


@pytest.fixture(scope="session")
def at_once() -> Warehouse:
    """Return a warehouse that got the first three deliveries of the story at once."""

    def build(folder: Path) -> None:
        extracts = Extracts(folder / "extracts")
        for deliver in story.DELIVERIES:
            deliver(extracts)
        of(folder).dbt(*BUILD)

    def of(folder: Path) -> Warehouse:
        return Warehouse(folder / "warehouse", folder / "extracts", QUICK)

    return of(built_once("at_once", build))


SALT = "a salt that nobody must see"


@pytest.fixture(scope="session")
def troubled() -> Warehouse:
    """Return a warehouse built and tested, from broken files and planted people."""

    def build(folder: Path) -> None:
        extracts = Extracts(folder / "extracts")
        planted.plant(extracts)
        for file in broken.broken_files():
            path = extracts.root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        of(folder).dbt(*BUILD_AND_TEST)

    def of(folder: Path) -> Warehouse:
        # A log of every query, in which the salt would be seen.
        shown = {"ONEPOOL_SALT": SALT, "DBT_LOG_LEVEL_FILE": "debug"}
        return Warehouse(folder / "warehouse", folder / "extracts", shown)

    return of(built_once("troubled", build))

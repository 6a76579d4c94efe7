"""Worlds that the tests of the generator share."""

from pathlib import Path

import pytest

from onepool.generate.parameters import Parameters
from onepool.generate.world import generate


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the extracts root of 200 people with more dirt than usual."""
    root = tmp_path_factory.mktemp("small") / "extracts"
    generate(Parameters(people=200, shared_phones=0.1), root, quiet=True)
    return root


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the extracts root of 20,000 people as Parquet."""
    root = tmp_path_factory.mktemp("town") / "extracts"
    generate(Parameters(people=20_000), root, file_format="parquet", quiet=True)
    return root

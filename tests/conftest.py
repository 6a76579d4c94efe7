"""Fixtures that many tests share: a warehouse built from the sample delivery, once."""

from pathlib import Path

import pytest

from tests.support.project import Warehouse


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a warehouse built in full, with its tests, from extracts/sample."""
    folder: Path = tmp_path_factory.mktemp("sample")
    warehouse = Warehouse(folder, extracts="extracts/sample")
    warehouse.dbt("build")
    return warehouse

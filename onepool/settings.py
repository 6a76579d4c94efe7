"""Where the extracts, the warehouse, the landing zone and the published data lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EXTRACTS = "extracts/sample"
SAMPLE_SALT = "onepool-sample-salt"
PROJECT_FILE = "dbt_project.yml"


class SettingsError(Exception):
    """The project or one of its places cannot be found; the text says what to do."""


@dataclass(frozen=True)
class Settings:
    """The places one run works with.

    Attributes:
        project: folder that holds `dbt_project.yml`.
        extracts_root: absolute local folder, or an address such as `s3://bucket/x`.
        warehouse: the DuckDB file the models are built in.
        landing_root: folder of the landing zone, beside the warehouse.
        published: folder of the published versions.
        salt: secret that keys the hashes of personal data.
    """

    project: Path
    extracts_root: str
    warehouse: Path
    landing_root: Path
    published: Path
    salt: str

    @property
    def is_sample(self) -> bool:
        """Tell whether the extracts are the committed sample."""
        return self.extracts_root == normal_root(SAMPLE_EXTRACTS, self.project)


def project_root(start: Path | None = None) -> Path:
    """Return the folder of the dbt project.

    The nearest folder at or above `start` (default: the working directory) that has a
    `dbt_project.yml`, else the checkout this package is installed from.

    Raises:
        SettingsError: neither exists.
    """
    origin = (start or Path.cwd()).resolve()
    for folder in (origin, *origin.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / PROJECT_FILE).is_file():
        return checkout
    raise SettingsError(
        f"no {PROJECT_FILE} at or above {origin}: run this inside the project"
    )


def is_address(root: str) -> bool:
    """Tell whether a root is a remote address (`s3://...`) and no local path."""
    return "://" in root and not root.startswith("file://")


def normal_root(root: str, project: Path) -> str:
    """Return an extracts root in the one form it is compared in.

    Local paths become absolute (relative ones are taken from the project folder);
    addresses lose a trailing slash.
    """
    if is_address(root):
        return root.rstrip("/")
    return str(_local(root.removeprefix("file://"), project))


def _local(path: str | Path, project: Path) -> Path:
    return Path(os.path.normpath(project / Path(path).expanduser()))


def landing_root_of(warehouse: Path) -> Path:
    """Return the landing zone that belongs to a warehouse file."""
    return warehouse.with_name(warehouse.name.removesuffix(".duckdb") + ".landing")


def load_settings(
    *,
    project: Path | None = None,
    extracts_root: str | None = None,
    warehouse: str | Path | None = None,
    landing_root: str | Path | None = None,
    published: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Gather the settings: an argument wins over the environment, that over defaults.

    Args:
        project: project folder; found from the working directory when not given.
        extracts_root: folder or address of the extracts (`ONEPOOL_EXTRACTS`).
        warehouse: DuckDB file (`ONEPOOL_WAREHOUSE`).
        landing_root: landing zone; default beside the warehouse.
        published: folder of published versions (`ONEPOOL_PUBLISHED`).
        environment: replaces `os.environ`.

    Raises:
        SettingsError: the project folder cannot be found.
    """
    env = os.environ if environment is None else environment
    root = project or project_root()
    warehouse_path = _local(
        warehouse or env.get("ONEPOOL_WAREHOUSE") or "warehouse/onepool.duckdb", root
    )
    return Settings(
        project=root,
        extracts_root=normal_root(
            extracts_root or env.get("ONEPOOL_EXTRACTS") or SAMPLE_EXTRACTS, root
        ),
        warehouse=warehouse_path,
        landing_root=(
            _local(landing_root, root)
            if landing_root
            else landing_root_of(warehouse_path)
        ),
        published=_local(
            published or env.get("ONEPOOL_PUBLISHED") or "published", root
        ),
        salt=env.get("ONEPOOL_SALT") or SAMPLE_SALT,
    )

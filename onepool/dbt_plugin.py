"""The dbt-duckdb plugin that lands new files before a build, and hands over the salt.

Named in `profiles.yml`. When dbt opens the warehouse for a command that builds, the new
files of the extracts root are landed first, once in a process. `dbt retry` lands
nothing: it finishes a build on the deliveries that build began with.
"""

import sys
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection

from onepool.contracts import ContractError, Contracts, load_contracts
from onepool.gates.deliveries import judge_deliveries
from onepool.landing.discovery import channel_codes
from onepool.landing.report import show_report, watcher_for
from onepool.landing.run import LandingError, land
from onepool.landing.zone import Zone, ZoneBusyError
from onepool.settings import (
    SAMPLE_EXTRACTS,
    SAMPLE_SALT,
    SettingsError,
    normal_root,
    project_root,
)
from onepool.warehouse import match_zone

BUILDING = frozenset({"build", "run"})

# dbt opens the warehouse several times in a run: each zone is dealt with once in a
# process, and a failure is raised again instead of tried again.
_done: dict[Path, Exception | None] = {}
_warned: set[str] = set()


class Plugin(BasePlugin):
    """Lands new files when dbt opens the warehouse to build."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Take the settings of the profile.

        Args:
            plugin_config: `extracts_root`, `landing_root`, `as_of` (ISO date or empty),
                `business_time_zone`, `salt` (empty: that of the sample).
        """
        self.project = project_root(_project_dir())
        self.extracts_root = normal_root(
            str(plugin_config.get("extracts_root") or SAMPLE_EXTRACTS), self.project
        )
        self.landing_root = Path(str(plugin_config["landing_root"])).absolute()
        # The warehouse file lies beside the zone, and DuckDB makes no folders.
        self.landing_root.parent.mkdir(parents=True, exist_ok=True)
        self.as_of = str(plugin_config.get("as_of") or "")
        self.salt = str(plugin_config.get("salt") or "")

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Land new files before a build; else only see that models can compile."""
        if self.landing_root not in _done:
            try:
                self._prepare(conn)
                _done[self.landing_root] = None
            except (
                ContractError,
                LandingError,
                SettingsError,
                ZoneBusyError,
            ) as error:
                _done[self.landing_root] = error
        failure = _done[self.landing_root]
        if failure is not None:
            raise DbtRuntimeError(f"landing failed: {failure}")

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Give the salt to one cursor, as a variable that no compiled SQL shows.

        The code of identity goes with it: what other code made is made again.
        """
        salt = (self.salt or SAMPLE_SALT).replace("'", "''")
        cursor.execute(f"set variable onepool_salt = '{salt}'")
        code = _identity_code(self.project)
        cursor.execute(f"set variable onepool_identity_code = '{code}'")

    def _prepare(self, conn: DuckDBPyConnection) -> None:
        contracts = load_contracts(self.project)
        if getattr(get_flags(), "WHICH", None) in BUILDING:
            self._land(conn, contracts)
        else:
            Zone(self.landing_root).prepare(contracts)

    def _land(self, conn: DuckDBPyConnection, contracts: Contracts) -> None:
        self._warn_of_salt()
        report = land(
            self.extracts_root,
            self.landing_root,
            contracts,
            _day(self.as_of),
            watcher_for(sys.stderr),
            channels=channel_codes(self.project),
            gate=judge_deliveries,
        )
        show_report(report)
        dropped = match_zone(
            conn,
            self.project,
            report.zone_id,
            report.build_id,
            report.as_of,
            self.extracts_root,
        )
        if dropped:
            print(
                f"The warehouse was built from another landing zone: {dropped} tables "
                "and views were dropped, this build makes them all",
                file=sys.stderr,
            )

    def _warn_of_salt(self) -> None:
        sample = normal_root(SAMPLE_EXTRACTS, self.project)
        if not self.salt and self.extracts_root != sample and "salt" not in _warned:
            _warned.add("salt")
            print(
                "Warning: ONEPOOL_SALT is not set. Hashes of personal data are keyed "
                "with the public salt of the sample: set a secret of your own and "
                "keep it, the hashes of every build depend on it.",
                file=sys.stderr,
            )


@cache
def _identity_code(project: Path) -> str:
    """Return a hash of the models and macros that put accounts together."""
    code = sha256()
    for folder in ("macros/identity", "models/intermediate/identity"):
        for file in sorted((project / folder).rglob("*.sql")):
            code.update(file.read_bytes())
    return code.hexdigest()


def _project_dir() -> Path | None:
    folder = getattr(get_flags(), "PROJECT_DIR", None)
    return Path(folder) if folder else None


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LandingError(f"as_of is {text}, not a date YYYY-MM-DD") from error

"""A dbt project that has only the tiers of identity, on accounts that a test writes."""

import csv
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult

from onepool.bench.graphs import copy_identity
from onepool.bench.registry import change_type
from tests.support.project import ROOT

PROJECT = """
name: onepool
profile: people
version: 1.0.0
config-version: 2
macro-paths: [macros]
flags: {send_anonymous_usage_stats: false}
seeds:
  onepool:
    identity_overrides: {+column_types: {OVERRIDE_TYPES}}
    identifier_types: {+column_types: {silent_days: int, untraced_silent_days: int}}
"""
PROFILE = """
people:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: FOLDER/people.duckdb, threads: 1}
"""
# The salt is the warehouse's; here values stand for their own hashes.
PLACEHOLDERS = """
select 'phone' as identifier_type, 'placeholder' as identifier_hash
"""
# Pairs of accounts that fuzzy matching proposed, and what was decided.
CANDIDATES = """
select left_account, right_account, match_probability, status
from (values ROWS) as listed (left_account, right_account, match_probability, status)
where left_account is not null
"""
OVERRIDES = ROOT / "seeds" / "rules" / "identity_overrides.csv"
MODELS = ("overrides", "identifiers", "links", "rejected_links", "forest", "components")
COLUMNS = {
    **dict.fromkeys(("account_key", "channel_code"), "varchar"),
    **dict.fromkeys(
        ("registered_at", "first_seen_at", "last_activity_at"), "timestamp"
    ),
    **dict.fromkeys(("name_kind", "name_hash", "gender"), "varchar"),
    "birthday": "date",
    **dict.fromkeys(("loyalty_no_hash", "unionid_hash", "phone_hash"), "varchar"),
    **dict.fromkeys(("email_hash", "device_id_hash", "openid_hash"), "varchar"),
}


def override_columns() -> list[str]:
    """Return the columns of the seed identity_overrides."""
    return OVERRIDES.read_text().splitlines()[0].split(",")


class People:
    """The members that the tiers make of accounts.

    Args:
        folder: an empty folder, where everything is written.
        accounts: a query for accounts, see `account`.
        overrides: rows of the seed identity_overrides.
        candidates: pairs of accounts with probability and status.
        accept_above: the variable fuzzy_accept_above.
        corrigible: identifier types that people write by hand.
    """

    def __init__(
        self,
        folder: Path,
        accounts: str,
        overrides: Iterable[Mapping[str, str]] = (),
        candidates: Iterable[tuple[str, str, float, str]] = (),
        accept_above: float | None = None,
        corrigible: Iterable[str] = (),
    ) -> None:
        """Write the project and build it.

        Raises:
            AssertionError: a model failed; the text holds the messages.
        """
        self.file = folder / "people.duckdb"
        texts = ", ".join(f"{name}: varchar" for name in override_columns())
        project = PROJECT.replace("OVERRIDE_TYPES", texts)
        (folder / "dbt_project.yml").write_text(project)
        (folder / "profiles.yml").write_text(PROFILE.replace("FOLDER", str(folder)))
        for part in ("identity", "cross_db"):
            shutil.copytree(ROOT / "macros" / part, folder / "macros" / part)
        copy_identity(folder, ROOT, MODELS)
        for identifier_type in corrigible:
            registry = folder / "seeds" / "identifier_types.csv"
            change_type(registry, identifier_type, is_corrigible=True)
        models = folder / "models"
        (models / "int_identity__placeholders.sql").write_text(PLACEHOLDERS)
        pairs = ", ".join(map(str, candidates)) or "(null, null, 0.0, null)"
        (models / "stg_review__match_candidates.sql").write_text(
            CANDIDATES.replace("ROWS", pairs)
        )
        self.folder, self.accept_above = folder, accept_above
        self.build(accounts, overrides)

    def build(
        self,
        accounts: str,
        overrides: Iterable[Mapping[str, str]] = (),
        *options: str,
        check: bool = True,
    ) -> dbtRunnerResult:
        """Build with other accounts and overrides in place of those before.

        Raises:
            AssertionError: a model failed and `check` is set.
        """
        folder = self.folder
        (folder / "models" / "int_identity__accounts.sql").write_text(accounts)
        self._write_overrides(folder / "seeds", overrides)
        done = dbtRunner().invoke(
            [
                *("--quiet", "--log-level-file", "none", "build", *options),
                *("--vars", json.dumps({"fuzzy_accept_above": self.accept_above})),
                *("--project-dir", str(folder), "--profiles-dir", str(folder)),
                *("--target-path", f"{folder}/target", "--log-path", f"{folder}/logs"),
            ]
        )
        DuckDBConnectionManager.close_all_connections()
        if check:
            assert done.success, [result.message for result in done.result or []]
        return done

    def _write_overrides(
        self, folder: Path, overrides: Iterable[Mapping[str, str]]
    ) -> None:
        with (folder / OVERRIDES.name).open("w", newline="") as file:
            writer = csv.DictWriter(file, override_columns())
            writer.writeheader()
            writer.writerows(overrides)

    def rows(self, query: str) -> list[tuple]:
        """Return the rows of a query on what was built."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def members(self, pattern: str) -> set[frozenset[str]]:
        """Return the members among the accounts whose key is like a pattern."""
        found = self.rows(
            "select list(account_key) from int_identity__components "
            f"where account_key like '{pattern}' group by component_key"
        )
        return {frozenset(keys) for (keys,) in found}

    def reasons(self, pattern: str) -> dict[str, str]:
        """Return why identifiers were not used, by account, for keys like a pattern."""
        return dict(
            self.rows(
                "select account_key, string_agg(distinct reason) "
                "from int_identity__rejected_links "
                f"where account_key like '{pattern}' group by account_key"
            )
        )


def account(key: str, **values: str | None) -> dict[str, str | None]:
    """Return an account `<channel>:<id>`; a name makes it a person's.

    Identifiers are given without `_hash`. It is registered on 2025-06-01 unless told.
    """
    registered = values.pop("registered_at", None) or "2025-06-01"
    last = values.get("last_activity_at")
    row: dict[str, str | None] = {
        "account_key": key,
        "channel_code": key.split(":")[0],
        "registered_at": registered,
        "first_seen_at": registered,
        "last_activity_at": last,
        "name_kind": "person" if values.get("name") else None,
    }
    for name, value in values.items():
        row[name if name in COLUMNS else f"{name}_hash"] = value
    return row


def accounts_query(accounts: Iterable[Mapping[str, str | None]], more: str = "") -> str:
    """Return a query for accounts, and for those of further SQL if given."""

    def literal(value: str | None) -> str:
        return "null" if value is None else f"'{value}'"

    rows = ",\n".join(
        "(" + ", ".join(literal(row.get(name)) for name in COLUMNS) + ")"
        for row in accounts
    )
    typed = ", ".join(
        f"cast({name} as {kind}) as {name}" for name, kind in COLUMNS.items()
    )
    return (
        f"select {typed} from (values {rows}) as listed ({', '.join(COLUMNS)}) {more}"
    )

"""The contracts of the sources, read from the dbt source YAML.

`models/staging/<source>/_<source>__sources.yml` says once which columns a delivery has,
under which headers, of which kind and with which checks. The landing reads it here; the
staging models read the same file through dbt.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

STANDARD_SOURCE = "standard"
# The dbt source of the landing zone's own books (files, rejects): no delivery.
BOOKS_SOURCE = "landing"
KINDS = frozenset(
    {
        "text",
        "identifier",
        "phone",
        "email",
        "integer",
        "amount",
        "amount_cents",
        "decimal",
        "timestamp",
        "epoch_seconds",
        "epoch_milliseconds",
        "compact_timestamp",
        "date",
        "boolean",
        "json",
    }
)
ENCODINGS = frozenset({"utf-8", "gb18030"})
# Grows when landing reads the same bytes in another way: files it rejected before are
# then read again.
LANDING_VERSION = 1
# libyaml where it is built in: several times faster, the same documents.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContractError(Exception):
    """A source YAML cannot be used; the text names the file, table and column."""


def normal_header(header: str) -> str:
    """Return a header as it is compared: no BOM, trimmed, case folded."""
    return header.replace("\ufeff", "").strip().casefold()


@dataclass(frozen=True)
class Column:
    """One column of an entity: its name in the landing zone and in the files."""

    name: str
    header: str
    kind: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    pii: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    signed: bool = False
    future: bool = False
    soft: bool = False
    accepted: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the accepted headers, the preferred one first."""
        return (self.header, *self.aliases)


@dataclass(frozen=True)
class EntityContract:
    """What one entity of one source delivers.

    Attributes:
        source: name of the dbt source, which is the folder under the extracts root.
        entity: name of the table, which is the folder below it.
        columns: the columns in the order of the contract.
        key: columns of the business key.
        key_any: groups of key columns of which one each must be there.
        channel_code: channel of every row; None when the folder says it (standard).
        encodings: encodings a file may have, `utf-8` always.
        updated_at: column that orders two versions of a row within one delivery.
        max_days_late: days without a delivery after which it counts as late.
        owner: team that answers for the source.
        contains_pii: personal data is among the columns.
        description: one line on the grain.
    """

    source: str
    entity: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    key_any: tuple[tuple[str, ...], ...] = ()
    channel_code: str | None = None
    encodings: tuple[str, ...] = ("utf-8",)
    updated_at: str | None = None
    max_days_late: int | None = None
    owner: str | None = None
    contains_pii: bool = False
    description: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the canonical column names in contract order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def must_have(self) -> tuple[str, ...]:
        """Return the columns without which a file is rejected."""
        either = {name for group in self.key_any for name in group}
        return tuple(
            column.name
            for column in self.columns
            if column.required
            or (column.name in self.key and column.name not in either)
        )

    @cached_property
    def contract_hash(self) -> str:
        """Return the SHA-256 of everything the landing of a file depends on.

        Kinds, ranges and descriptions are left out: they matter to staging only.
        """
        said = {
            "version": LANDING_VERSION,
            "channel_code": self.channel_code,
            "encodings": sorted(self.encodings),
            "must_have": sorted(self.must_have),
            "key_any": sorted(sorted(group) for group in self.key_any),
            "columns": sorted(
                [column.name, *map(normal_header, column.headers)]
                for column in self.columns
            ),
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Contracts:
    """All contracts of a project, by source and entity."""

    entities: Mapping[tuple[str, str], EntityContract] = field(default_factory=dict)

    def get(self, source: str, entity: str) -> EntityContract | None:
        """Return the contract of an entity, or None when there is none."""
        return self.entities.get((source, entity))

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the names of the sources, sorted."""
        return tuple(sorted({source for source, _ in self.entities}))

    def of_source(self, source: str) -> tuple[EntityContract, ...]:
        """Return the contracts of one source, sorted by entity."""
        return tuple(
            c for (name, _), c in sorted(self.entities.items()) if name == source
        )

    def __iter__(self) -> Iterator[EntityContract]:
        """Go through the contracts sorted by source and entity."""
        return iter(contract for _, contract in sorted(self.entities.items()))

    def __len__(self) -> int:
        """Return how many entities have a contract."""
        return len(self.entities)


def load_contracts(project: Path) -> Contracts:
    """Read the contracts of every source of a dbt project.

    Args:
        project: folder with `models/staging/<source>/_<source>__sources.yml`.

    Raises:
        ContractError: a file is no valid YAML or contradicts itself.
    """
    found: dict[tuple[str, str], EntityContract] = {}
    for path in sorted(project.glob("models/staging/*/_*__sources.yml")):
        for contract in read_sources_file(path):
            address = (contract.source, contract.entity)
            if address in found:
                raise ContractError(f"{path.name}: {'.'.join(address)} is there twice")
            found[address] = contract
    return Contracts(found)


def read_sources_file(path: Path) -> list[EntityContract]:
    """Read the contracts of one dbt source YAML file.

    Raises:
        ContractError: the file is no valid YAML or contradicts itself.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _LOADER) or {}
    except yaml.YAMLError as error:
        raise ContractError(f"{path.name} is no valid YAML: {error}") from error
    contracts = []
    for source in document.get("sources") or []:
        if source.get("name") == BOOKS_SOURCE:
            continue
        for table in source.get("tables") or []:
            where = f"{path.name}: {source.get('name')}.{table.get('name')}"
            contracts.append(_entity(source, table, where))
    return contracts


def _meta(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the meta of a YAML node, in the new place (config) or the old one."""
    config = node.get("config") or {}
    return {**(node.get("meta") or {}), **(config.get("meta") or {})}


def _entity(
    source: Mapping[str, Any], table: Mapping[str, Any], where: str
) -> EntityContract:
    over, meta = _meta(source), _meta(table)
    columns = tuple(_column(node, where) for node in table.get("columns") or [])
    if not columns:
        raise ContractError(f"{where} has no columns")
    names = [column.name for column in columns]
    for name in names:
        if names.count(name) > 1:
            raise ContractError(f"{where}: column {name} is there twice")
    owners: dict[str, str] = {}
    for column in columns:
        for header in {normal_header(text) for text in column.headers}:
            if header in owners:
                raise ContractError(
                    f"{where}: header {header} means {owners[header]} and {column.name}"
                )
            owners[header] = column.name
    key = tuple(meta.get("key") or ())
    key_any = tuple(tuple(group) for group in meta.get("key_any") or ())
    for name in (*key, *(name for group in key_any for name in group)):
        if name not in names:
            raise ContractError(f"{where}: key column {name} is no column")
    both = {**over, **meta}
    encodings = tuple(str(e).lower() for e in both.get("encodings") or ("utf-8",))
    if unknown := set(encodings) - ENCODINGS:
        raise ContractError(f"{where}: unknown encoding {sorted(unknown)[0]}")
    channel_code = both.get("channel_code")
    if channel_code is None and source["name"] != STANDARD_SOURCE:
        channel_code = source["name"]
    return EntityContract(
        source=source["name"],
        entity=table["name"],
        columns=columns,
        key=key,
        key_any=key_any,
        channel_code=channel_code,
        encodings=encodings,
        updated_at=both.get("updated_at"),
        max_days_late=both.get("max_days_late"),
        owner=both.get("owner"),
        contains_pii=bool(both.get("contains_pii", False)),
        description=" ".join((table.get("description") or "").split()),
    )


def _column(node: Mapping[str, Any], where: str) -> Column:
    meta = _meta(node)
    name = node["name"]
    kind = meta.get("kind", "text")
    if kind not in KINDS:
        raise ContractError(f"{where}: column {name} has the unknown kind {kind}")
    return Column(
        name=name,
        header=str(meta.get("header") or name),
        kind=kind,
        description=" ".join((node.get("description") or "").split()),
        aliases=tuple(str(alias) for alias in meta.get("aliases") or ()),
        required=bool(meta.get("required", False)),
        pii=meta.get("pii"),
        minimum=meta.get("min"),
        maximum=meta.get("max"),
        signed=bool(meta.get("signed", False)),
        future=bool(meta.get("future", False)),
        soft=bool(meta.get("soft", False)),
        accepted=tuple(str(value) for value in meta.get("accepted") or ()),
    )

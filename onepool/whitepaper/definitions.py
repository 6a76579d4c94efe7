"""What dbt's manifest says of metrics and public tables."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onepool.whitepaper.statements import metric_statement

PUBLIC = ("core", "marts", "quality")
GRAIN = re.compile(r"\bGrain: ([^.]+)\.")
PSEUDONYMS = re.compile(r"(_hash|_mask|member_id|account_key|account_id|birthday)$")


class ManifestError(Exception):
    """The manifest cannot be read; the text says what to do."""


@dataclass(frozen=True)
class Metric:
    """One metric as it is defined.

    Attributes:
        name: name in `marts.kpi_daily`.
        label: English name.
        label_zh: Chinese name.
        description: what it says.
        kind: simple, ratio, derived, cumulative or conversion.
        meta: area, owner, steward, unit, direction, denominator, time_anchor, baseline,
            caliber_version, valid_from and what else the definition tells.
        inputs: metrics it is made of.
        tables: public tables it is read from, as `schema.name`.
        statement: SQL that computes it by day.
        file: path of the definition in the project.
    """

    name: str
    label: str
    label_zh: str
    description: str
    kind: str
    meta: dict[str, Any]
    inputs: tuple[str, ...]
    tables: tuple[str, ...]
    statement: str
    file: str


@dataclass(frozen=True)
class Column:
    """One column of a public table."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Asset:
    """One public table.

    Attributes:
        name: `schema.table`.
        description: without the sentence on the grain.
        grain: what one row is, or empty.
        owner: department that answers for it.
        columns: its columns in order.
        reads: public tables it is made from, through any number of inner ones.
        consumers: labels of the exposures that use it.
        metrics: names of the metrics read from it.
        personal_data: pseudonymous (it has hashes, masks or keys of persons) or none.
        tests: how many data tests it has.
        file: path of its SQL in the project.
    """

    name: str
    description: str
    grain: str
    owner: str
    columns: tuple[Column, ...]
    reads: tuple[str, ...]
    consumers: tuple[str, ...]
    metrics: tuple[str, ...]
    personal_data: str
    tests: int
    file: str
    read_by: tuple[str, ...] = field(default=())

    @property
    def layer(self) -> str:
        """Return core, marts or quality."""
        return self.name.split(".", 1)[0]


def read_manifest(target: Path) -> dict[str, Any]:
    """Return dbt's manifest of the last run.

    Raises:
        ManifestError: there is none.
    """
    path = target / "manifest.json"
    if not path.is_file():
        raise ManifestError(
            f"{path} is not there: run `dbt build` (or `dbt parse`) first"
        )
    return json.loads(path.read_text(encoding="utf-8"))


def read_metrics(manifest: dict[str, Any]) -> list[Metric]:
    """Return the metrics, by area and name."""
    metrics = {metric["name"]: metric for metric in manifest["metrics"].values()}
    models = {model["name"]: model for model in manifest["semantic_models"].values()}
    found = [
        Metric(
            name=name,
            label=metric["label"] or name,
            label_zh=str(metric["config"]["meta"].get("label_zh", "")),
            description=metric["description"] or "",
            kind=metric["type"],
            meta=metric["config"]["meta"],
            inputs=tuple(_inputs(metric)),
            tables=tuple(sorted(_tables(name, metrics, models))),
            statement=metric_statement(name, metrics, models),
            file=metric["original_file_path"],
        )
        for name, metric in metrics.items()
    ]
    return sorted(found, key=lambda one: (str(one.meta.get("area", "")), one.name))


def _inputs(metric: dict[str, Any]) -> list[str]:
    params = metric["type_params"]
    named = [params.get("numerator"), params.get("denominator")]
    named += params.get("metrics") or []
    return list(dict.fromkeys(one["name"] for one in named if one))


def _tables(
    name: str, metrics: dict[str, Any], models: dict[str, Any]
) -> Iterable[str]:
    measures = {one["name"] for one in metrics[name]["type_params"]["input_measures"]}
    for model in models.values():
        if measures & {measure["name"] for measure in model["measures"]}:
            relation = model["node_relation"]
            yield f"{relation['schema_name']}.{relation['alias']}"


def read_assets(manifest: dict[str, Any], metrics: list[Metric]) -> list[Asset]:
    """Return the public tables, by layer and name."""
    nodes = manifest["nodes"]
    public = {
        key: f"{node['schema']}.{node['alias']}"
        for key, node in nodes.items()
        if node["resource_type"] == "model" and node["schema"] in PUBLIC
    }
    reads = {key: _reads(key, nodes, public) for key in public}
    assets = []
    for key, name in public.items():
        node = nodes[key]
        columns = tuple(
            Column(
                column["name"],
                str(column.get("data_type") or ""),
                " ".join((column.get("description") or "").split()),
            )
            for column in node["columns"].values()
        )
        description = " ".join((node["description"] or "").split())
        grain = GRAIN.search(description)
        assets.append(
            Asset(
                name=name,
                description=GRAIN.sub("", description).strip(),
                grain=grain.group(1) if grain else "",
                owner=str(node["config"]["meta"].get("owner", "data")),
                columns=columns,
                reads=tuple(sorted(public[one] for one in reads[key])),
                consumers=tuple(_consumers(key, manifest)),
                metrics=tuple(one.name for one in metrics if name in one.tables),
                personal_data=(
                    "pseudonymous"
                    if any(PSEUDONYMS.search(column.name) for column in columns)
                    else "none"
                ),
                tests=sum(
                    nodes[child]["resource_type"] == "test"
                    for child in manifest["child_map"].get(key, ())
                    if child in nodes
                ),
                file=node["original_file_path"],
                read_by=tuple(
                    sorted(public[other] for other in public if key in reads[other])
                ),
            )
        )
    return sorted(assets, key=lambda one: (PUBLIC.index(one.layer), one.name))


def _reads(key: str, nodes: dict[str, Any], public: dict[str, str]) -> set[str]:
    found: set[str] = set()
    waiting = list(nodes[key]["depends_on"]["nodes"])
    seen: set[str] = set()
    while waiting:
        parent = waiting.pop()
        if parent in seen or parent not in nodes:
            continue
        seen.add(parent)
        if parent in public:
            found.add(parent)
        else:
            waiting += nodes[parent]["depends_on"].get("nodes", [])
    return found


def _consumers(key: str, manifest: dict[str, Any]) -> Iterable[str]:
    for exposure in manifest["exposures"].values():
        if key in exposure["depends_on"]["nodes"]:
            yield exposure["label"] or exposure["name"]

"""Running suites with Great Expectations, over pandas frames, and keeping Data Docs.

Great Expectations is imported only when a suite is run: that import takes seconds.
Frames are pandas, because its DuckDB route gives its connection back before rows are
read and then finds nothing. Nothing is sent or downloaded.
"""

import json
import logging
import os
import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from onepool.gates.suites import Check, Finding, GateResult, Suite

SHOWN_ROWS = 3
KINDS = {
    "deliveries": "Before: the newest deliveries, file by file",
    "marts": "After: the built marts",
}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Great Expectations from talking, sending and counting."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # Its import sets the level of its logger, so it comes first.
    import great_expectations  # noqa: F401

    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def run_suites(
    kind: str, suites: Sequence[Suite], docs_root: Path | None, run_name: str
) -> GateResult:
    """Validate suites and write their Data Docs.

    Args:
        kind: `deliveries` or `marts`.
        suites: the suites, each with its frame.
        docs_root: folder of the Data Docs of both kinds; None for no docs.
        run_name: name of this run in the docs.

    Raises:
        ValueError: a check names an expectation that does not exist.
    """
    with _quiet():
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
        )

        defaults = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        context = gx.get_context(
            mode="ephemeral",
            project_config=DataContextConfig(
                store_backend_defaults=defaults, analytics_enabled=False
            ),
        )
        context.variables.progress_bars = {
            "globally": False,
            "metric_calculations": False,
        }
        source = context.data_sources.add_pandas("frames")
        site = _add_site(context, docs_root, kind)
        findings: list[Finding] = []
        for suite in suites:
            findings.extend(_validate(gx, context, source, suite, run_name))
        if site is not None:
            context.build_data_docs(site_names=[site])
    docs = None
    if docs_root is not None:
        docs = _publish_docs(docs_root, kind, run_name, suites, findings)
    counts = {suite.name: len(suite.checks) for suite in suites}
    return GateResult(kind, counts, tuple(findings), docs)


def _add_site(context: Any, docs_root: Path | None, kind: str) -> str | None:
    if docs_root is None:
        return None
    folder = _unfinished(docs_root, kind)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    context.add_data_docs_site(
        kind,
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    return kind


def _unfinished(docs_root: Path, kind: str) -> Path:
    return docs_root / f".unfinished-{kind}-{os.getpid()}"


def _validate(
    gx: Any, context: Any, source: Any, suite: Suite, run_name: str
) -> list[Finding]:
    """Validate one suite; return the checks that were not met."""
    from great_expectations.core.run_identifier import RunIdentifier

    expectations = [
        _expectation(gx, check, place) for place, check in enumerate(suite.checks)
    ]
    asset = source.add_dataframe_asset(suite.name)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=suite.name,
            data=asset.add_batch_definition_whole_dataframe("all"),
            suite=context.suites.add(
                gx.ExpectationSuite(name=suite.name, expectations=expectations)
            ),
        )
    )
    outcome = definition.run(
        batch_parameters={"dataframe": suite.frame},
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": list(suite.keys),
        },
        run_id=RunIdentifier(run_name=run_name),
    )
    findings = []
    for result in outcome.results:
        if result.success:
            continue
        place = result.expectation_config.meta["place"]
        findings.append((place, _finding(suite, suite.checks[place], result)))
    return [finding for _, finding in sorted(findings, key=lambda pair: pair[0])]


def _expectation(gx: Any, check: Check, place: int) -> Any:
    name = "".join(part.capitalize() for part in check.expectation.split("_"))
    kind = getattr(gx.expectations, name, None)
    if kind is None:
        raise ValueError(f"there is no expectation {check.expectation}")
    return kind(
        **check.arguments,
        severity=check.severity,
        meta={"place": place},
        description=f"{check.says[:1].upper()}{check.says[1:]}.",
    )


def _finding(suite: Suite, check: Check, result: Any) -> Finding:
    detail = result.result or {}
    rows = tuple(
        {key: row.get(key) for key in suite.keys}
        for row in detail.get("unexpected_index_list") or ()
    )
    if rows:
        shown = "; ".join(
            ", ".join(f"{key} {value}" for key, value in row.items())
            for row in rows[:SHOWN_ROWS]
        )
        more = f" and {len(rows) - SHOWN_ROWS} more" if len(rows) > SHOWN_ROWS else ""
        noun = "row" if len(rows) == 1 else "rows"
        observed = f"{len(rows)} {noun} are not so ({shown}{more})"
    elif "observed_value" in detail:
        observed = f"found {detail['observed_value']}"
    else:
        observed = _exception_text(result)
    return Finding(suite.name, check, rows, observed)


def _exception_text(result: Any) -> str:
    told = result.exception_info or {}
    entries = [told, *(part for part in told.values() if isinstance(part, dict))]
    for entry in entries:
        if entry.get("exception_message"):
            return f"it could not be checked: {entry['exception_message']}"
    return "it is not so"


def _publish_docs(
    docs_root: Path,
    kind: str,
    run_name: str,
    suites: Sequence[Suite],
    findings: Sequence[Finding],
) -> Path:
    """Put the new pages in place of the old ones and renew the index page."""
    target = docs_root / kind
    old = docs_root / f".old-{kind}-{os.getpid()}"
    if target.exists():
        os.replace(target, old)
    os.replace(_unfinished(docs_root, kind), target)
    shutil.rmtree(old, ignore_errors=True)
    summary = {
        "run": run_name,
        "suites": {suite.name: len(suite.checks) for suite in suites},
        "findings": [[f.check.severity, f.text] for f in findings],
    }
    _write(
        docs_root / f"{kind}.json", json.dumps(summary, ensure_ascii=False, indent=2)
    )
    index = docs_root / "index.html"
    _write(index, _index_page(docs_root))
    return index


def _index_page(docs_root: Path) -> str:
    parts = []
    for kind, title in KINDS.items():
        path = docs_root / f"{kind}.json"
        if not path.exists():
            continue
        said = json.loads(path.read_text(encoding="utf-8"))
        findings = "".join(
            f"<li><b>{escape(severity)}</b> {escape(text)}</li>"
            for severity, text in said["findings"]
        )
        checks = sum(said["suites"].values())
        parts.append(
            f'<h2><a href="{kind}/index.html">{escape(title)}</a></h2>'
            f"<p>{escape(said['run'])}: {len(said['suites'])} suites, {checks} checks, "
            f"{len(said['findings'])} not met</p><ul>{findings}</ul>"
        )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>onepool: gates</title></head>"
        '<body style="font-family: sans-serif; max-width: 60rem; margin: 2rem auto">'
        f"<h1>Gates</h1>{''.join(parts)}</body></html>\n"
    )


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".unfinished-{os.getpid()}-{path.name}")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)

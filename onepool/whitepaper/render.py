"""Turns definitions and values into one HTML page and one Markdown file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import jinja2
from markupsafe import Markup, escape

from onepool.whitepaper.definitions import Asset, Metric
from onepool.whitepaper.forest import Effect, forest
from onepool.whitepaper.values import Series, Source

WIDTH, HEIGHT, MARGIN = 260, 56, 4


@dataclass(frozen=True)
class Paper:
    """Everything the white paper says.

    Attributes:
        as_of: business date of the build, or None before the first one.
        build_id: number of the build.
        version: version of the project.
        metrics: all metrics, by area.
        dimensions: rows of `core.dim_calibers`.
        labels: rows of the label dictionary.
        assets: public tables.
        rows: rows of tables by name.
        grades: (tests, passed, light) of tables by name.
        series: daily values of metrics by name.
        sources: what the source systems delivered.
        effects: effects of experiments on net amount.
    """

    as_of: date | None
    build_id: int
    version: str
    metrics: Sequence[Metric]
    dimensions: Sequence[dict[str, Any]]
    labels: Sequence[dict[str, Any]]
    assets: Sequence[Asset]
    rows: dict[str, int]
    grades: dict[str, tuple[int, int, str]]
    series: dict[str, Series]
    sources: Sequence[Source]
    effects: Sequence[Effect]


def render(paper: Paper, template: str) -> str:
    """Return the paper in the form of a template, `paper.html` or `paper.md`."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("onepool.whitepaper"),
        autoescape=template.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "amount": amount,
        "cell": cell,
        "forest": forest,
        "linked": _linker({metric.name for metric in paper.metrics}),
        "spark": spark,
    }
    return environment.get_template(f"{template}.j2").render(
        paper=paper,
        areas=_grouped(paper.metrics, lambda one: str(one.meta.get("area", "other"))),
        layers=_grouped(paper.assets, lambda one: one.layer),
        dimensions=_grouped(paper.dimensions, lambda row: str(row["dimension"])),
        label_groups=_grouped(paper.labels, lambda row: str(row["label_group"])),
    )


def _grouped(rows: Sequence[Any], key: Any) -> list[tuple[str, list[Any]]]:
    return [(name, list(of_name)) for name, of_name in groupby(rows, key)]


def amount(value: float | None, unit: str = "") -> str:
    """Return a value as people write it in its unit.

    >>> amount(0.1234, "share"), amount(1234567.891, "currency"), amount(12.0, "orders")
    ('12.3 %', '1,234,567.89', '12')
    """
    if value is None:
        return "no value"
    if unit == "share":
        return f"{value * 100:,.1f} %"
    if float(value).is_integer() and not unit.startswith("currency"):
        return f"{value:,.0f}"
    return f"{value:,.2f}"


def cell(value: Any) -> str:
    """Return a value for a cell of a Markdown table."""
    text = "" if value is None else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def _linker(names: set[str]) -> Any:
    # In a sentence, orders is a word; order_count is a name.
    distinct = sorted((name for name in names if "_" in name), key=len, reverse=True)
    words = re.compile(r"\b(" + "|".join(map(re.escape, distinct)) + r")\b")

    def linked(text: str) -> Markup:
        """Return text in which the name of a metric leads to its definition."""
        if text in names:
            return Markup('<a href="#metric-{0}">{0}</a>').format(text)
        if not distinct:
            return escape(text)
        return Markup(words.sub(r'<a href="#metric-\1">\1</a>', str(escape(text))))

    return linked


def spark(series: Series) -> Markup:
    """Return a line of daily values as SVG, the newest day marked."""
    first, last = series.days[0].toordinal(), series.days[-1].toordinal()
    low, high = min(series.values), max(series.values)
    points = [
        (
            MARGIN
            + (WIDTH - 2 * MARGIN) * (day.toordinal() - first) / max(last - first, 1),
            HEIGHT
            - MARGIN
            - (HEIGHT - 2 * MARGIN) * (value - low) / ((high - low) or 1),
        )
        for day, value in zip(series.days, series.values, strict=True)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{len(points)} days from {series.days[0]} to {series.days[-1]}">'
        f'<polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )

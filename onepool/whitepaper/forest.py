"""Effects of experiments with their intervals, as a forest plot in SVG."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
from markupsafe import Markup

METRIC, METHOD = "net_amount", "welch_cuped"
ROW, LEFT, PLOT, RIGHT, AXIS = 26, 290, 420, 280, 34
TICKS = 6


@dataclass(frozen=True)
class Effect:
    """What an arm of an experiment bought above its control.

    Attributes:
        name: campaign or strategy, and the arm.
        members: members of the arm.
        control_members: members of the arm control.
        lift: difference of net amounts a member, in the currency.
        low: lower end of its 95 % interval; None without one.
        high: upper end.
        light: overall light of the experiment's health.
        reason: why there is no interval; None with one.
    """

    name: str
    members: int
    control_members: int
    lift: float | None
    low: float | None
    high: float | None
    light: str
    reason: str | None


def effects(connection: duckdb.DuckDBPyConnection) -> list[Effect]:
    """Return the effects of all experiments on net amount, largest first.

    The lift is that of `marts.experiment_results` by Welch with CUPED over all members;
    those without an interval come last. Empty when the table is not there.
    """
    there = connection.execute(
        "select count(*) from information_schema.tables where table_schema = 'marts' "
        "and table_name in ('experiment_results', 'experiment_health')"
    ).fetchall()
    if there[0][0] < 2:
        return []
    rows = connection.execute(
        """
        select
            coalesce(
                campaigns.campaign_name, strategies.strategy_name,
                results.experiment_key
            ) || ', ' || results.arm,
            results.members,
            results.control_members,
            results.absolute_lift,
            results.ci_low,
            results.ci_high,
            coalesce(health.light, 'none'),
            results.reason
        from marts.experiment_results as results
        left join core.dim_campaigns as campaigns
            on results.campaign_key = campaigns.campaign_key
        left join core.dim_strategies as strategies
            on results.strategy_key = strategies.strategy_key
        left join marts.experiment_health as health
            on results.experiment_key = health.experiment_key
            and health.check_code = 'overall'
        where
            results.slice_dimension = 'all'
            and results.metric = ?
            and results.method = ?
        order by
            results.ci_low is null,
            results.absolute_lift desc nulls last,
            results.experiment_key,
            results.arm
        """,
        [METRIC, METHOD],
    ).fetchall()
    return [Effect(*row) for row in rows]


def ticks(low: float, high: float) -> list[float]:
    """Return round numbers from low to high, about TICKS of them.

    >>> ticks(-246.7, 193.3)
    [-200.0, -100.0, 0.0, 100.0]
    """
    raw = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= raw)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [number * step + 0.0 for number in range(first, last + 1)]


def forest(rows: Sequence[Effect]) -> Markup:
    """Return the effects as SVG: a point and its interval a row, with a line at zero.

    Effects without an interval have no mark, but their reason.
    """
    ends = [0.0]
    for row in rows:
        if row.low is not None and row.high is not None:
            ends += [row.low, row.high]
    low, high = min(ends), max(ends)
    if low == high:
        low, high = -1.0, 1.0
    height = ROW * (len(rows) + 1) + AXIS

    def across(value: float) -> float:
        return LEFT + PLOT * (value - low) / (high - low)

    bottom = height - AXIS
    parts = [
        Markup(
            '<text class="head" x="0" y="16">experiment, arm</text>'
            '<text class="head" x="{0}" y="16">lift a member [95 % interval], n</text>'
        ).format(LEFT + PLOT + 14)
    ]
    for value in ticks(low, high):
        kind = "zero" if value == 0 else "grid"
        parts.append(
            Markup(
                '<line class="{0}" x1="{1:.1f}" x2="{1:.1f}" y1="{2}" y2="{3}"/>'
                '<text class="tick" x="{1:.1f}" y="{4}">{5:g}</text>'
            ).format(kind, across(value), ROW, bottom, bottom + 16, value)
        )
    for number, row in enumerate(rows, 1):
        parts.append(_row(row, number * ROW + ROW / 2, across))
    return Markup('<svg class="forest" viewBox="0 0 {0} {1}" role="img" ').format(
        LEFT + PLOT + RIGHT, height
    ) + Markup('aria-label="Effects of {0} arms">{1}</svg>').format(
        len(rows), Markup("").join(parts)
    )


def _row(row: Effect, y: float, across: Callable[[float], float]) -> Markup:
    name = row.name if len(row.name) <= 34 else row.name[:33] + "…"
    text = Markup(
        '<circle class="light {0}" cx="5" cy="{1:.1f}" r="4"/>'
        '<text x="16" y="{2:.1f}">{3}</text>'
    ).format(row.light, y, y + 4, name)
    x = LEFT + PLOT + 14
    size = f"{row.members} : {row.control_members}"
    if row.lift is None or row.low is None or row.high is None:
        said = f"{(row.reason or 'no interval').replace('_', ' ')}, {size}"
        return text + Markup(
            '<text class="soft" x="{0}" y="{1:.1f}">{2}</text>'
        ).format(x, y + 4, said)
    kind = "apart" if row.low > 0 or row.high < 0 else "across"
    said = f"{row.lift:+.1f} [{row.low:+.1f}, {row.high:+.1f}], {size}"
    return text + Markup(
        '<g class="{0}"><title>{1}</title>'
        '<line x1="{2:.1f}" x2="{3:.1f}" y1="{4:.1f}" y2="{4:.1f}"/>'
        '<circle cx="{5:.1f}" cy="{4:.1f}" r="4.5"/></g>'
        '<text x="{6}" y="{7:.1f}">{8}</text>'
    ).format(
        kind,
        row.name,
        across(row.low),
        across(row.high),
        y,
        across(row.lift),
        x,
        y + 4,
        said,
    )

"""What a gate checks, and what it found, in terms free of any library."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

CRITICAL = "critical"
WARNING = "warning"


@dataclass(frozen=True)
class Check:
    """One expectation of a suite.

    Attributes:
        expectation: name as Great Expectations has it (`expect_...`).
        arguments: its arguments.
        says: what is expected, in plain words.
        severity: `critical` closes the gate, `warning` is told only.
    """

    expectation: str
    arguments: dict[str, Any]
    says: str
    severity: str = CRITICAL


@dataclass(frozen=True)
class Suite:
    """Checks over one frame.

    Attributes:
        name: name of the suite.
        frame: the rows that are checked; few, never a whole large table.
        keys: columns of the frame that name a row.
        checks: the checks.
    """

    name: str
    frame: "pd.DataFrame"
    keys: tuple[str, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Finding:
    """A check that was not met.

    Attributes:
        suite: name of the suite.
        check: the check.
        rows: the keys of the rows that broke it, when rows can be named.
        observed: what was found instead, in words.
    """

    suite: str
    check: Check
    rows: tuple[dict[str, Any], ...] = ()
    observed: str = ""

    @property
    def text(self) -> str:
        """Return the finding as one sentence."""
        text = f"{self.suite}: expected that {self.check.says}"
        return f"{text}; {self.observed}" if self.observed else text


@dataclass(frozen=True)
class GateResult:
    """What one run of a gate found.

    Attributes:
        kind: `deliveries` or `marts`.
        suites: names of the suites with the number of their checks.
        findings: the checks that were not met.
        docs: index page of the Data Docs; None when none were written.
    """

    kind: str
    suites: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    docs: Path | None = None

    @property
    def critical(self) -> tuple[Finding, ...]:
        """Return the findings that close the gate."""
        return tuple(f for f in self.findings if f.check.severity == CRITICAL)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return the findings that are told only."""
        return tuple(f for f in self.findings if f.check.severity == WARNING)

    @property
    def is_open(self) -> bool:
        """Tell whether nothing closes the gate."""
        return not self.critical

    def lines(self) -> list[str]:
        """Return one line a suite, and below it one a finding."""
        lines = []
        for suite, checks in self.suites.items():
            found = [f for f in self.findings if f.suite == suite]
            closing = sum(f.check.severity == CRITICAL for f in found)
            if closing:
                verdict = f"{closing} of {checks} checks FAILED"
            elif found:
                verdict = f"{checks} checks, {len(found)} warnings"
            else:
                verdict = f"{checks} checks passed"
            lines.append(f"gate {self.kind}: {suite}: {verdict}")
            lines.extend(f"    {f.check.severity}: {f.text}" for f in found)
        return lines

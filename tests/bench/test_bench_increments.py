"""Few new edges are measured beside a full build of identity."""

import re
from pathlib import Path

from rich.console import Console

from onepool.bench.increments import measure_increment, show_increment
from tests.support.project import ROOT


def test_a_few_edges_open_a_few_blocks(tmp_path: Path) -> None:
    full, more = measure_increment(tmp_path, ROOT, 3000, 0.01, "1GB", 1)
    assert full.open_accounts == full.accounts
    assert 0 < more.open_accounts < more.accounts / 5
    assert full.edges < more.edges
    console = Console(record=True, width=120)
    show_increment(full, more, console)
    share = re.search(r"share.*", console.export_text())
    assert share and share[0].count("%") == 6

"""How long each model of a dbt build took, from what dbt wrote about it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """One model, seed or snapshot of a build.

    Attributes:
        model: its name.
        folder: its layer and folder, such as `marts/segments`.
        seconds: of the clock; models that run at once share the cores.
    """

    model: str
    folder: str
    seconds: float


def timings(target: Path) -> list[Timing]:
    """Return the models of the last dbt command, the slowest first.

    Args:
        target: folder that dbt wrote `run_results.json` and `manifest.json` to.
    """
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    found = [
        Timing(
            nodes[result["unique_id"]]["name"],
            "/".join(Path(nodes[result["unique_id"]]["path"]).parts[:-1][:2]),
            result["execution_time"],
        )
        for result in results
        if result["unique_id"] in nodes
    ]
    return sorted(found, key=lambda timing: (-timing.seconds, timing.model))


def by_folder(found: Sequence[Timing]) -> dict[str, float]:
    """Return the seconds of all models of a folder, the slowest folder first."""
    sums: dict[str, float] = {}
    for timing in found:
        sums[timing.folder] = sums.get(timing.folder, 0.0) + timing.seconds
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

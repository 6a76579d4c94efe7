"""dbt that is imported once: every run of it is a fork of a process that waits."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]


@cache
def _waiting() -> subprocess.Popen:
    """Return the process that forks; it ends with this one, which holds its input."""
    return subprocess.Popen(
        (sys.executable, "-m", "tests.support.forks"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run_dbt(
    arguments: Sequence[str], environment: Mapping[str, str], cwd: Path
) -> subprocess.CompletedProcess:
    """Run dbt in a process of its own, which need not import it.

    Args:
        arguments: those of dbt.
        environment: all variables of the process.
        cwd: working directory.
    """
    with TemporaryDirectory() as folder:
        request = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "cwd": str(cwd),
            "folder": folder,
        }
        process = _waiting()
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        stdout, stderr = (
            (Path(folder) / name).read_text(encoding="utf-8", errors="replace")
            for name in ("stdout", "stderr")
        )
    return subprocess.CompletedProcess(("dbt", *arguments), code, stdout, stderr)


def _serve() -> None:
    import agate  # noqa: F401
    import dbt.cli.main  # noqa: F401

    # What is imported lives as long as the process: no collection need look at it.
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(request)
            # Only now: DuckDB has threads, which a fork would not have.
            from tests.support.dbt import cli, collect_less

            collect_less()
            cli()
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(request: dict) -> None:
    """Take the place of a process that was started for one run."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    folder = Path(request["folder"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    outputs = (
        os.open(folder / name, os.O_WRONLY | os.O_CREAT)
        for name in ("stdout", "stderr")
    )
    for place, opened in enumerate((nothing, *outputs)):
        os.dup2(opened, place)
        os.close(opened)
    sys.argv = ["dbt", *request["arguments"]]


if __name__ == "__main__":
    _serve()

"""Runs a program and tells what it took."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class BenchError(Exception):
    """A program of the benchmark failed; the text ends with its last lines."""


@dataclass(frozen=True)
class Usage:
    """What a program took.

    Attributes:
        seconds: of the clock; they grow when others use the machine.
        cpu_seconds: of all its threads, and of its children.
        peak_bytes: largest resident memory of any one of its processes.
        is_finished: false when it was stopped at its limit; all else is so far.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    is_finished: bool = True

    def __add__(self, other: "Usage") -> "Usage":
        """Return what two programs took, one after the other."""
        return Usage(
            self.seconds + other.seconds,
            self.cpu_seconds + other.cpu_seconds,
            max(self.peak_bytes, other.peak_bytes),
            self.is_finished and other.is_finished,
        )


def run(
    arguments: Sequence[str],
    cwd: Path,
    variables: Mapping[str, str],
    log: Path,
    limit: float | None = None,
) -> Usage:
    """Run a program to its end, with its output in a log file.

    Args:
        arguments: the program and its arguments.
        cwd: working directory.
        variables: environment variables added to those of this process.
        log: file for standard output and error; it is written anew.
        limit: seconds after which it is stopped; None waits for its end.

    Raises:
        BenchError: the program ended with another code than 0.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(arguments),
            cwd=cwd,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            process.kill()

        timer = threading.Timer(limit, stop) if limit is not None else None
        if timer:
            timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            if timer:
                timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 and not stopped.is_set():
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
        raise BenchError(
            f"{' '.join(arguments)} ended with {process.returncode}, see {log}:\n{tail}"
        )
    # The kernel counts resident memory in KiB, that of macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(
        time.monotonic() - started,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * unit,
        is_finished=process.returncode == 0,
    )

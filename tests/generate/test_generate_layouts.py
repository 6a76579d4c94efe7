"""Every channel and entity is delivered, and the committed sample is in order."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner
from delivered import ENCODINGS, files

from onepool.generate import command

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "extracts" / "sample"


def contracts() -> list[tuple[str, str, dict]]:
    found = []
    for path in sorted(ROOT.glob("models/staging/*/_*__sources.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for source in content.get("sources") or []:
            for table in source["tables"]:
                found.append((source["name"], table["name"], table))
    return found


def header(path: Path, source: str) -> list[str]:
    if path.suffix == ".parquet":
        return pq.ParquetFile(path).schema_arrow.names
    with path.open(encoding=ENCODINGS.get(source, "utf-8"), newline="") as lines:
        if path.suffix == ".jsonl":
            return list(json.loads(next(lines)))
        return next(csv.reader(lines))


@pytest.mark.parametrize(
    ("source", "entity", "table"),
    contracts(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_headers_are_those_of_the_contract(source: str, entity: str, table: dict):
    wanted = set()
    for column in table["columns"]:
        meta = column.get("config", {}).get("meta", {})
        wanted.add(meta.get("header", column["name"]))
        wanted.update(meta.get("aliases", []))
    delivered = list(files(SAMPLE, source, entity))
    assert delivered, f"{source} {entity} is not in the sample"
    for _, _, path in delivered:
        assert set(header(path, source)) <= wanted


def test_every_channel_appears():
    with (ROOT / "seeds/dimensions/channels.csv").open(encoding="utf-8") as lines:
        channels = {row["channel_code"] for row in csv.DictReader(lines)}
    truth = pq.read_table(SAMPLE / "truth" / "accounts.parquet")
    seen = set(truth["channel_code"].to_pylist()) | {"headquarters"}
    assert seen == channels


def test_sample_is_small_and_clean():
    found = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in found) < 4_000_000
    assert not [path for path in found if path.name.startswith((".", "_"))]
    assert (SAMPLE / "truth" / "parameters.json").exists()


def test_broken_files_are_only_added_when_asked(tmp_path: Path):
    arguments = ["--people", "80", "--days", "90", "--out", str(tmp_path / "world")]
    result = CliRunner().invoke(command, [*arguments, "--broken-files"])
    assert result.exit_code == 0, result.output
    assert list((tmp_path / "world").rglob("unreadable.parquet"))
    assert not list(SAMPLE.rglob("unreadable.parquet"))


def test_parameters_out_of_range_are_refused(tmp_path: Path):
    for option in (["--no-phone", "1.5"], ["--people", "0"], ["--gap-days", "400"]):
        result = CliRunner().invoke(command, ["--out", str(tmp_path / "x"), *option])
        assert result.exit_code == 2

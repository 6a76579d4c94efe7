"""The same parameters give the same bytes, whatever the machine does meanwhile."""

import datetime as dt
import hashlib
import json
from pathlib import Path

from onepool.generate.parameters import Parameters
from onepool.generate.world import generate

SAMPLE = Path(__file__).parents[2] / "extracts" / "sample"


def digests(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_same_seed_gives_the_same_bytes(small_world: Path, tmp_path: Path):
    again = tmp_path / "again"
    generate(
        Parameters(people=200, shared_phones=0.1),
        again,
        threads=1,
        memory_limit="500MB",
        quiet=True,
    )
    assert digests(again) == digests(small_world)


def test_the_sample_is_what_its_parameters_say(tmp_path: Path):
    said = json.loads((SAMPLE / "truth" / "parameters.json").read_text())
    parameters = Parameters(**said | {"end": dt.date.fromisoformat(said["end"])})
    generate(parameters, tmp_path / "again", quiet=True)
    made, kept = digests(tmp_path / "again"), digests(SAMPLE)
    assert made.keys() == kept.keys()
    # Parquet files also name the release that wrote them.
    differing = {name for name in kept if made[name] != kept[name]}
    assert not {name for name in differing if not name.endswith(".parquet")}


def test_another_seed_gives_other_rows_in_the_same_layout(
    small_world: Path, tmp_path: Path
):
    other = tmp_path / "other"
    generate(Parameters(people=200, seed=8, deliveries=3), other, quiet=True)
    before = digests(small_world)
    after = digests(other)
    same = {name for name in before if after.get(name) == before[name]}
    assert not any("/orders/" in name or "/accounts/" in name for name in same)
    dates = {path.name for path in other.glob("tmall/orders/*")}
    assert dates == {
        "extract_date=2026-01-30",
        "extract_date=2026-03-01",
        "extract_date=2026-03-31",
    }


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("keep me")
    try:
        generate(Parameters(people=50), tmp_path, quiet=True)
    except FileExistsError:
        assert (tmp_path / "mine.txt").read_text() == "keep me"
    else:
        raise AssertionError("a folder that is no world was overwritten")

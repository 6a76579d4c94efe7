"""The seed of labels that audiences read is what their files say."""

import csv
from collections.abc import Iterator

from onepool.audiences.definitions import Condition, Group, read_definitions
from tests.support.project import ROOT


def _fields(node: Group | Condition) -> Iterator[str]:
    """Return the fields that a condition and all below it select by."""
    if isinstance(node, Condition):
        yield node.field
        return
    for one in [*(node.all_ or []), *(node.any_ or []), node.not_]:
        if one is not None:
            yield from _fields(one)


def _rows(name: str) -> list[dict[str, str]]:
    path = ROOT / "seeds" / "rules" / f"{name}.csv"
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_the_seed_says_which_labels_audiences_read() -> None:
    labels = {row["label_code"] for row in _rows("label_dictionary")}
    read = {
        (name, field)
        for name, definition in read_definitions(ROOT / "audiences").items()
        for field in _fields(definition.who)
        if field in labels
    }
    kept = {(row["audience"], row["label_code"]) for row in _rows("audience_labels")}
    assert kept == read, "write audiences and their labels to audience_labels.csv"

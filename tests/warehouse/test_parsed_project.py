"""One parsed project serves all variables: what is read in parsing names none."""

import re

from tests.support.project import ROOT


def test_neither_yaml_nor_configuration_reads_a_variable() -> None:
    read = {
        path: path.read_text(encoding="utf-8")
        for path in [*ROOT.glob("models/**/*"), *ROOT.glob("seeds/**/*.yml")]
        if path.suffix in (".yml", ".sql")
    }
    assert read
    told = {
        path: text
        if path.suffix == ".yml"
        else " ".join(re.findall(r"\{\{\s*config\(.*?\}\}", text, re.DOTALL))
        for path, text in read.items()
    }
    assert any("materialized" in text for text in told.values())
    assert [
        path.name for path, text in told.items() if re.search(r"\bvar\(", text)
    ] == []

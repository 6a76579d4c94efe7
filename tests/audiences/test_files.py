"""CSV cells that no spreadsheet takes for anything but text, and back again."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepool.audiences.files import plain_cell, safe_cell, write_csv

TRIGGERS = "=+-@\t\r"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "\ta",
        "\r=a",
        " =a",
        "\n=a",
        "＝1",
        "001",
        "12e45",
        "1-2",
        "2026-01-02",
        "1.5",
        "'=1",
    ],
)
def test_what_a_spreadsheet_would_take_for_something_is_guarded(text: str):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "m1", "abc=1", "138****0001", "3f9a", "pos:1"])
def test_other_text_stays(text: str):
    assert safe_cell(text) == text


@given(st.text())
def test_every_text_comes_back_and_none_begins_a_formula(text: str):
    cell = safe_cell(text)
    assert plain_cell(cell) == text
    assert cell[:1] not in set(TRIGGERS)
    assert cell.lstrip()[:1] not in set("=+-@")


@given(st.text(alphabet="0123456789abcdefe", min_size=1, max_size=32))
def test_ids_stay_text(text: str):
    cell = safe_cell(text)
    assert plain_cell(cell) == text
    with pytest.raises(ValueError):
        float(cell)


@given(
    st.lists(
        st.lists(
            st.text(
                alphabet=st.characters(
                    blacklist_categories=("Cs",), blacklist_characters="\0"
                )
            ),
            min_size=2,
            max_size=2,
        )
    )
)
def test_files_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list):
    path: Path = tmp_path_factory.getbasetemp() / "cells.csv"
    write_csv(path, ("a", "b"), rows)
    with path.open(encoding="utf-8", newline="") as stream:
        read = list(csv.reader(stream))
    assert [[plain_cell(cell) for cell in row] for row in read[1:]] == rows

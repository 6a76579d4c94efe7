"""Fixtures of the landing tests."""

from pathlib import Path

import pytest

from tests.landing.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def header() -> str:
    return "订单编号,手机号,金额\n"

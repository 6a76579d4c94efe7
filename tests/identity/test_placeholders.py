"""Values that nobody has: read as nothing, or known as placeholders by their hash."""

import pytest

from onepool.hashing.values import keyed_hash, standard_value
from onepool.settings import SAMPLE_SALT
from tests.support.project import Warehouse

NOBODY = [
    ("phone", ""),
    ("phone", "   "),
    ("phone", "00000000000"),
    ("phone", "13800138000"),
    ("phone", "+86 138 0013 8000"),
    ("phone", "13888888888"),
    ("email", "test@test.com"),
    ("email", " TEST@Test.com "),
    ("email", "null"),
    ("loyalty_no", "0000000000"),
    ("loyalty_no", "999999"),
    ("loyalty_no", "无"),
    ("unionid", "null"),
    ("openid", "undefined"),
    ("device_id", "00000000-0000-0000-0000-000000000000"),
    ("device_id", "ffffffffffffffff"),
]
SOMEBODY = [
    ("phone", "13912340001"),
    ("email", "testing@test.com"),
    ("loyalty_no", "00000000001"),
    ("device_id", "00000000-0000-0000-0000-000000000001"),
]


@pytest.fixture(scope="module")
def placeholders(sample: Warehouse) -> set[tuple[str, str]]:
    """Return type and hash of every placeholder of the sample."""
    return set(
        sample.rows(
            "select identifier_type, identifier_hash "
            "from intermediate.int_identity__placeholders"
        )
    )


def is_nobody(placeholders: set[tuple[str, str]], kind: str, raw: str) -> bool:
    value = standard_value(kind, raw)
    return value is None or (kind, keyed_hash(SAMPLE_SALT, kind, value)) in placeholders


@pytest.mark.parametrize(("kind", "raw"), NOBODY)
def test_fillers_are_nobody(
    placeholders: set[tuple[str, str]], kind: str, raw: str
) -> None:
    assert is_nobody(placeholders, kind, raw)


@pytest.mark.parametrize(("kind", "raw"), SOMEBODY)
def test_what_looks_alike_is_somebody(
    placeholders: set[tuple[str, str]], kind: str, raw: str
) -> None:
    assert not is_nobody(placeholders, kind, raw)


def test_no_placeholder_links_anybody_in_the_sample(sample: Warehouse) -> None:
    assert sample.rows(
        "select count(*) from intermediate.int_identity__links as links "
        "inner join intermediate.int_identity__placeholders as placeholders "
        "using (identifier_type, identifier_hash)"
    ) == [(0,)]

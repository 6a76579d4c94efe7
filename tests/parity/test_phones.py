"""Phone numbers are read as the phonenumbers library reads them."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onepool.hashing import standard_value
from tests.parity.compiling import compiled

Reader = Callable[[str], str | None]
ManyReader = Callable[[list[str]], dict[str, str | None]]
MOBILE = phonenumbers.PhoneNumberType.MOBILE

digits = st.text("0123456789", min_size=9, max_size=10)
mobiles = digits.map(lambda rest: "1" + rest)
prefixes = st.sampled_from(["", "+86", "86", "0086", "+86 ", "86-", "0086 "])


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return a number as people and systems write it."""
    number = draw(mobiles)
    gap = draw(st.sampled_from(["", " ", "-"]))
    return draw(prefixes) + gap.join((number[:3], number[3:7], number[7:]))


@pytest.fixture(scope="module")
def to_e164_all(tmp_path_factory: pytest.TempPathFactory) -> ManyReader:
    """Return what reads many numbers with one query."""
    folder: Path = tmp_path_factory.mktemp("phones")
    jinja = "select raw, {{ phone_to_e164(trim_to_null('raw')) }} from INPUTS"
    source = "(select unnest(?::varchar[]) as raw) as given"
    query = compiled("duckdb", jinja, folder).replace("INPUTS", source)
    connection = duckdb.connect()
    return lambda raws: dict(connection.execute(query, [raws]).fetchall())


@pytest.fixture(scope="module")
def to_e164(to_e164_all: ManyReader) -> Reader:
    """Return what reads one number."""
    return lambda raw: to_e164_all([raw])[raw]


def valid_mobile(raw: str) -> str | None:
    """Return a mainland mobile in E.164, None when phonenumbers knows no such one."""
    try:
        number = phonenumbers.parse(raw, "CN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 86 or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) != MOBILE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(raw=written())
def test_mainland_mobiles_are_those_of_phonenumbers(to_e164: Reader, raw: str):
    assert to_e164(raw) == valid_mobile(raw)


def test_every_mobile_range_is_the_one_of_phonenumbers(to_e164_all: ManyReader):
    numbers = [f"{start}123456" for start in range(10000, 20000)]
    assert to_e164_all(numbers) == {raw: valid_mobile(raw) for raw in numbers}


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(raw=written() | st.text("+0123456789 -_()x#,转\n", max_size=20))
def test_the_hash_command_reads_numbers_as_the_warehouse(to_e164: Reader, raw: str):
    assert standard_value("phone", raw) == to_e164(raw)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(raw=st.text("+0123456789 -()x*转", max_size=20))
def test_whatever_is_returned_is_in_e164(to_e164: Reader, raw: str):
    number = to_e164(raw)
    if number is not None:
        parsed = phonenumbers.parse(number, None)
        form = phonenumbers.PhoneNumberFormat.E164
        assert phonenumbers.format_number(parsed, form) == number
        assert parsed.country_code != 86 or phonenumbers.is_valid_number(parsed)


@pytest.mark.parametrize(
    "raw",
    [
        "138****1111",
        "13800001111-1234",
        "13800001111转1234",
        "+8613800001111,1234",
        "138000011",
        "+86",
        "",
    ],
)
def test_masked_and_virtual_numbers_identify_nobody(to_e164: Reader, raw: str):
    assert to_e164(raw) is None

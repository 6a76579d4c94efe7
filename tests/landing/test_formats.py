"""The formats: both ways to read a file agree, and no record is ever lost."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onepool.contracts import read_sources_file
from onepool.landing import engine
from onepool.landing.csv_records import read_records
from onepool.landing.reading import Reader
from onepool.landing.writer import Delivery
from tests.landing.place import APP, SHOP, Place

FAST, SLOW = 0, 1 << 60
DELIVERY = Delivery("f", "shop", "orders", "shop", "a.csv", date(2024, 1, 1), 1)
HEADER = "订单编号,手机号,金额\n"


class Bench:
    """Reads bytes in one of the two ways and returns what came out."""

    def __init__(self, folder: Path) -> None:
        """Prepare a DuckDB connection and the contracts."""
        self.folder = folder
        self.connection = engine.connect(folder / "spill")
        self.contracts = {}
        for name, text in (("shop", SHOP), ("app", APP)):
            path = folder / f"_{name}__sources.yml"
            path.write_text(text, encoding="utf-8")
            (self.contracts[name],) = read_sources_file(path)

    def read(self, data: bytes, kind: str, fast_from: int) -> tuple:
        """Return the outcome, the landed rows and the rejects."""
        path = self.folder / f"data.{kind}"
        path.write_bytes(data)
        rows, rejects = self.folder / "rows.parquet", self.folder / "rejects.parquet"
        rows.unlink(missing_ok=True)
        rejects.unlink(missing_ok=True)
        contract = self.contracts["shop" if kind == "csv" else "app"]
        reader = Reader(self.connection, self.folder, fast_from)
        outcome = reader.read(path, kind, contract, DELIVERY, rows, rejects)
        names = [*contract.column_names, "_row_number"]
        landed = _table(rows, names)
        turned = _table(rejects, ["row_number", "reason", "raw"])
        assert outcome.rows_landed == len(landed)
        assert outcome.rows_rejected == len(turned)
        assert outcome.rows_read == len(landed) + len(turned)
        return outcome, landed, turned


def _table(path: Path, names: list[str]) -> list[tuple]:
    if not path.exists():
        return []
    return [
        tuple(row.values()) for row in pq.read_table(path, columns=names).to_pylist()
    ]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("formats"))


quick = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
pieces = st.sampled_from(
    [
        *(b"1", b"138", b",", b",", b'"', b'""', b"\n", b"\n", b"\r\n", b"\r", b" "),
        *(b"\0", b"\xff", "张".encode(), "张".encode("gbk"), b"x" * 30),
        *(b"1,2,3\n", b'1,"2",3\n'),
    ]
)


@quick
@given(st.lists(pieces, max_size=40).map(b"".join))
@example(b'1,2,3\n1," 2",3\n1,"2" ,3\n')
@example(b"1,2,3,\n")
@example(b"1,2,3,,\n")
@example(b'1,2,"3\n4"\n"",2,\n')
@example(b"   \n1,2,3\n")
def test_csv_fast_and_slow_agree_on_arbitrary_bytes(bench: Bench, body: bytes):
    data = HEADER.encode() + body
    fast = bench.read(data, "csv", FAST)
    slow = bench.read(data, "csv", SLOW)
    assert fast == slow


@quick
@given(st.lists(pieces, max_size=60).map(b"".join))
def test_no_line_of_a_csv_is_lost(body: bytes):
    """The raw records, end to end, are the file without its blank lines."""
    records = list(read_records(io.BytesIO(body), b","))

    def essence(data: bytes) -> list[bytes]:
        lines = data.replace(b"\r\n", b"\n").split(b"\n")
        return [line.rstrip(b"\r") for line in lines if line.strip()]

    assert essence(b"\n".join(record.raw for record in records)) == essence(body)


fields = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12
)


@quick
@given(st.lists(st.tuples(fields, fields, fields), max_size=12), st.booleans())
def test_what_a_csv_writer_writes_is_read_back(
    bench: Bench, rows: list[tuple[str, str, str]], fast: bool
):
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(rows)
    data = (HEADER + out.getvalue()).encode()
    outcome, landed, _ = bench.read(data, "csv", FAST if fast else SLOW)
    assert outcome.rows_rejected == 0
    assert [row[:3] for row in landed] == [
        tuple(value or None for value in row) for row in rows
    ]


@quick
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.booleans()), min_size=1, max_size=60),
    st.sampled_from(['9,"1,2\n', "9,1\n", "9,1,2,3\n", '9,"a"b,2\n', "9,\0,1\n"]),
)
def test_broken_records_never_cost_their_neighbours(
    bench: Bench, rows: list[tuple[int, bool]], broken: str
):
    body = "".join(broken if bad else f"{key},138,1\n" for key, bad in rows)
    _, landed, turned = bench.read((HEADER + body).encode(), "csv", SLOW)
    assert [row[0] for row in landed] == [str(key) for key, bad in rows if not bad]
    assert len(turned) == sum(bad for _, bad in rows)


def test_row_numbers_follow_the_file_in_a_large_csv(place: Place):
    lines = [f"{n},138,{n % 7}" for n in range(300_000)]
    place.deliver(HEADER + "\n".join(lines) + "\n")
    place.land(fast_from=0)
    assert place.query(
        "select count(*), count(*) filter (where cast(order_no as bigint) + 1 "
        "<> _row_number) from orders",
        "rows/shop/orders",
    ) == [(300_000, 0)]


def test_row_numbers_follow_the_file_in_large_jsonl(place: Place):
    lines = [f'{{"event_id":{n},"value":{n}.5}}' for n in range(200_000)]
    place.deliver("\n".join(lines), "a.jsonl", "app/events")
    place.land(fast_from=0)
    assert place.query(
        "select count(*), count(*) filter (where cast(event_id as bigint) + 1 "
        "<> _row_number) from events",
        "rows/app/events",
    ) == [(200_000, 0)]


def test_semicolons_tabs_and_old_line_ends(bench: Bench):
    for delimiter in ",;\t":
        for newline in ("\n", "\r\n", "\r"):
            text = HEADER + "1,138,2\n3,4,5"
            data = text.replace(",", delimiter).replace("\n", newline).encode()
            for way in (FAST, SLOW):
                outcome, landed, _ = bench.read(data, "csv", way)
                assert outcome.reason is None
                assert landed == [("1", "138", "2", 1), ("3", "4", "5", 2)]


json_numbers = st.one_of(
    st.integers(-(10**22), 10**22).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.from_regex(
        r"-?(0|[1-9][0-9]{0,18})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", fullmatch=True
    ),
)


@settings(quick, max_examples=250)
@given(json_numbers)
@example("1.10")
@example("12345678901234567.89")
@example("0.0000001")
@example("-0")
@example("-0.0")
@example("100000000000.1234")
def test_json_numbers_land_as_they_are_written(bench: Bench, number: str):
    line = f'{{"event_id": "1", "value": {number}}}\n'
    for way in (FAST, SLOW):
        _, landed, _ = bench.read(line.encode(), "jsonl", way)
        assert landed == [("1", number, None, 1)]


@quick
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(codec="utf-8"), max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3
            )
        ),
        max_leaves=6,
    ),
    st.booleans(),
)
def test_json_values_are_the_same_in_both_ways(
    bench: Bench, value: object, escaped: bool
):
    item = {"event_id": "1", "properties": value}
    line = json.dumps(item, ensure_ascii=escaped) + "\n"
    fast = bench.read(line.encode(), "jsonl", FAST)
    slow = bench.read(line.encode(), "jsonl", SLOW)
    assert fast == slow
    if isinstance(value, dict | list) and slow[1]:
        assert json.loads(slow[1][0][2]) == value


json_pieces = st.sampled_from(
    [
        *(b'{"event_id":1}', b'{"event_id":2,}', b"{", b"}", b'"a"', b":", b",", b"\n"),
        *(b"[1]", b"NaN", b"\xff", b"\0", b"1", b" ", b"\r\n", b"\n", b"\xef\xbb\xbf"),
        *(b'{"EVENT_ID":"x"}', b'{"event_id":1,"event_id":2}'),
        b'{"a/b~c":1,"event_id":null}',
    ]
)


@quick
@given(st.lists(json_pieces, max_size=30).map(b"".join))
def test_json_fast_and_slow_agree_on_arbitrary_bytes(bench: Bench, body: bytes):
    assert bench.read(body, "jsonl", FAST) == bench.read(body, "jsonl", SLOW)


def test_parquet_values_are_plain_text(place: Place):
    path = place.deliver(b"", "a.parquet", "app/events")
    moment = datetime(2024, 1, 2, 3, 4, 5, 600000, tzinfo=UTC)
    columns = [
        (pa.string(), "x", "x"),
        (pa.int64(), 12, "12"),
        (pa.float64(), 1e20, "100000000000000000000"),
        (pa.float64(), 1.5e-7, "0.00000015"),
        (pa.float64(), 12.5, "12.5"),
        (pa.float64(), -1.2345678e16, "-12345678000000000"),
        (pa.float64(), 1e300, "1e+300"),
        (pa.float32(), 1.1, "1.1"),
        (pa.decimal128(18, 2), Decimal("12.50"), "12.50"),
        (pa.bool_(), True, "true"),
        (pa.date32(), date(2024, 1, 2), "2024-01-02"),
        (pa.timestamp("us"), moment.replace(tzinfo=None), "2024-01-02T03:04:05.6"),
        (pa.timestamp("us", "Asia/Shanghai"), moment, "2024-01-02T03:04:05.6+00:00"),
        (pa.timestamp("ns"), moment.replace(tzinfo=None), "2024-01-02T03:04:05.6"),
        (pa.list_(pa.int64()), [1, 2], "[1,2]"),
        (pa.struct([("a", pa.int64())]), {"a": 1}, '{"a":1}'),
        (pa.binary(), "张".encode(), "张"),
        (pa.dictionary(pa.int32(), pa.string()), "d", "d"),
        (pa.string(), "", None),
    ]
    for number, (kind, value, _) in enumerate(columns):
        table = pa.table(
            {"event_id": [str(number)], "value": pa.array([value], type=kind)}
        )
        pq.write_table(table, path.with_name(f"{number:02d}.parquet"))
    path.unlink()
    report = place.land()
    assert [row.reason for row in report.files] == [None] * len(columns)
    got = dict(place.rows("app/events", "cast(event_id as int), value"))
    assert got == {n: text for n, (_, _, text) in enumerate(columns)}


def test_parquet_without_a_required_column(place: Place):
    path = place.deliver(b"", "a.parquet", "app/events")
    pq.write_table(pa.table({"id": [1, 2], "value": [1.5, None]}), path)
    (row,) = place.land().files
    assert (row.status, row.rows_read, row.rows_rejected) == ("rejected", 2, 2)
    assert json.loads(place.rejects()[0][2])["id"] == 1

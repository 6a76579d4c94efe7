"""Every kind of bad input: reported by name, never an exception, the rest lands."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.landing.place import Place

GOOD = "订单编号,手机号,金额\n9,139,3.00\n"


def land_beside_good(place: Place, path: Path) -> tuple:
    """Land a bad file beside a good one; return the ledger row of the bad one."""
    place.deliver(GOOD, "good.csv", day="2024-01-02")
    report = place.land()
    found = {Path(row.file).name: row for row in report.files}
    assert found["good.csv"].status == "landed"
    assert ("9", "139", "3.00") in place.rows(columns="order_no, phone, amount")
    row = found[path.name]
    assert row.rows_read == row.rows_landed + row.rows_rejected
    assert len(place.rejects()) == row.rows_rejected
    return row


def test_truncated_csv_loses_only_its_last_record(place: Place, header: str):
    path = place.deliver(header + "1,138,1.00\n2,13")
    row = land_beside_good(place, path)
    assert (row.status, row.rows_landed, row.rows_rejected) == ("landed", 1, 1)
    ((number, reason, raw),) = place.rejects()
    assert (number, raw) == (2, "2,13")
    assert "cut off" in reason


def test_csv_cut_off_inside_a_quote(place: Place, header: str):
    path = place.deliver(header + '1,138,1.00\n2,"138')
    row = land_beside_good(place, path)
    assert (row.rows_landed, row.rows_rejected) == (1, 1)
    assert "cut off" in place.rejects()[0][1]


def test_wrong_encoding_is_rejected_with_byte_and_position(place: Place):
    text = "order_id,paid_amount\n" + "".join(f"{n},张三\n" for n in range(30))
    path = place.deliver(text.encode("gb18030"), entity="standard/x/orders")
    row = land_beside_good(place, path)
    assert row.status == "rejected"
    assert row.reason == "is not UTF-8: byte 0xd5 at position 23"


def test_gb18030_lands_where_the_contract_allows_it(place: Place, header: str):
    place.deliver((header + "1,138,张三\n").encode("gb18030"))
    place.land()
    assert place.rows(columns="order_no, amount") == [("1", "张三")]
    assert place.ledger("encoding") == [("gb18030",)]


def test_gb18030_cut_off_inside_a_character(place: Place, header: str):
    lines = "".join(f"{n},138,张三\n" for n in range(40))
    path = place.deliver((header + lines).encode("gb18030")[:-2])
    row = land_beside_good(place, path)
    assert (row.status, row.rows_read, row.rows_rejected) == ("landed", 40, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_utf16_is_named(place: Place, header: str, encoding: str):
    mark = "" if encoding in ("utf-16", "utf-32") else "\ufeff"
    path = place.deliver((mark + header + "1,138,1\n").encode(encoding))
    row = land_beside_good(place, path)
    assert row.status == "rejected"
    assert row.reason.startswith(f"is {encoding[:6].upper()}, not UTF-8")


def test_a_few_invalid_lines_cost_only_those(place: Place, header: str):
    lines = [f"{n},138,张三" for n in range(100)]
    data = (header + "\n".join(lines) + "\n").encode().split(b"\n")
    data[50] = b"x,\xff\xfe,1"
    path = place.deliver(b"\n".join(data))
    row = land_beside_good(place, path)
    assert (row.status, row.rows_read, row.rows_rejected) == ("landed", 100, 1)
    assert place.rejects()[0][0] == 50
    assert place.rejects()[0][1] == "is not UTF-8: byte 0xff at position 2"


def test_missing_required_column_rejects_every_record(place: Place):
    path = place.deliver("订单编号,金额\n1,1.00\n2,2.00\n")
    row = land_beside_good(place, path)
    assert (row.status, row.rows_read, row.rows_rejected) == ("rejected", 2, 2)
    assert row.reason == "missing 手机号"


def test_renamed_column_is_named_as_such(place: Place):
    path = place.deliver("订单编号,手机,金额\n1,138,1.00\n")
    row = land_beside_good(place, path)
    assert row.status == "rejected"
    assert row.reason.startswith("missing 手机号; the file has the unknown column 手机")
    assert row.unknown == ["手机"]
    assert "138" in place.rejects()[0][2]


def test_alias_case_blanks_and_mark_do_not_matter(place: Place):
    place.deliver("\ufeff 订单号 ,手机号\n1,138\n")
    place.deliver("EVENT_ID, Value \n1,2\n", entity="app/events")
    place.land()
    assert place.rows(columns="order_no, phone, amount") == [("1", "138", None)]
    assert place.rows("app/events", "event_id, value") == [("1", "2")]
    assert place.ledger("missing_columns") == [('["properties"]',), ('["amount"]',)]


def test_extra_column_is_noted_and_kept_out(place: Place):
    path = place.deliver("订单编号,新列,手机号,金额\n1,x,138,1.00\n")
    row = land_beside_good(place, path)
    assert (row.status, row.unknown) == ("landed", ["新列"])
    assert place.rows(columns="order_no, phone, amount")[0] == ("1", "138", "1.00")


def test_duplicate_header(place: Place):
    path = place.deliver("订单编号,手机号,手机号\n1,138,139\n")
    row = land_beside_good(place, path)
    assert (row.status, row.reason) == ("rejected", "has the column 手机号 twice")
    assert row.rows_rejected == 1


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_empty_file(place: Place, content: bytes, name: str):
    row = land_beside_good(place, place.deliver(content, name))
    assert (row.status, row.reason, row.rows_read) == ("rejected", "is empty", 0)


def test_empty_parquet(place: Place):
    row = land_beside_good(place, place.deliver(b"", "a.parquet"))
    assert (row.status, row.reason) == ("rejected", "is empty")


def test_header_only_lands_without_rows(place: Place, header: str):
    row = land_beside_good(place, place.deliver(header))
    assert (row.status, row.rows_read) == ("landed", 0)


@pytest.mark.parametrize("cut", [3, 30, 200])
def test_corrupt_parquet(place: Place, cut: int):
    path = place.deliver(b"", "a.parquet")
    table = pa.table({"订单编号": ["1"] * 99, "手机号": ["138"] * 99})
    pq.write_table(table, path)
    path.write_bytes(path.read_bytes()[:-cut])
    row = land_beside_good(place, path)
    assert row.status == "rejected"
    assert row.reason.startswith("is not readable Parquet: ")
    assert row.rows_read == 0


def test_parquet_with_damaged_pages(place: Place):
    path = place.deliver(b"", "a.parquet")
    table = pa.table(
        {"订单编号": [str(n) for n in range(9999)], "手机号": ["1"] * 9999}
    )
    pq.write_table(table, path)
    data = bytearray(path.read_bytes())
    data[100:2000] = bytes(1900)
    path.write_bytes(bytes(data))
    row = land_beside_good(place, path)
    assert row.status == "rejected"


def test_text_that_calls_itself_parquet(place: Place):
    row = land_beside_good(place, place.deliver("not parquet", "a.parquet"))
    assert row.reason.startswith("is not readable Parquet")


def test_broken_json_line(place: Place):
    place.deliver(GOOD, "good.csv", day="2024-01-02")
    lines = ['{"event_id": 1}', '{"event_id": 2', '{"event_id": 3}', "[4]"]
    place.deliver("\n".join(lines) + "\n", "a.jsonl", "app/events")
    report = place.land()
    assert [row.status for row in report.files] == ["landed", "landed"]
    assert place.rows("app/events", "event_id, _row_number") == [("1", 1), ("3", 3)]
    reasons = place.rejects()
    assert [row[0] for row in reasons] == [2, 4]
    assert reasons[0][1].startswith("line 2 is not JSON")
    assert reasons[1][1] == "line 4 is not a JSON object"
    assert reasons[0][2] == lines[1]


def test_json_without_the_required_key(place: Place):
    path = place.deliver('{"id": 1}\n{"id": 2}\n', "a.jsonl", "app/events")
    row = land_beside_good(place, path)
    assert (row.status, row.rows_rejected) == ("rejected", 2)
    assert row.reason.startswith("missing event_id; the file has the unknown column id")


def test_json_list(place: Place):
    path = place.deliver('[{"event_id": 1}]', "a.json", "app/events")
    row = land_beside_good(place, path)
    assert row.reason.startswith("is one JSON list")


@pytest.mark.parametrize("size", [100_001, 1_000_000, 17_000_000])
def test_million_character_field_csv(place: Place, header: str, size: int):
    path = place.deliver(f"{header}1,138,{'x' * size}\n2,138,1\n")
    row = land_beside_good(place, path)
    assert (row.rows_landed, row.rows_rejected) == (1, 1)
    ((number, reason, raw),) = place.rejects()
    assert number == 1
    assert f"{size:,} characters" in reason or "longer than" in reason
    assert len(raw) < 11_000


def test_million_character_field_jsonl_and_parquet(place: Place):
    big = "x" * 1_000_000
    lines = [json.dumps({"event_id": n, "properties": big * (n == 1)}) for n in (1, 2)]
    place.deliver("\n".join(lines), "a.jsonl", "app/events")
    path = place.deliver(b"", "b.parquet", "app/events")
    pq.write_table(pa.table({"event_id": ["3", "4"], "properties": [big, "{}"]}), path)
    place.land()
    assert sorted(place.rows("app/events", "event_id")) == [("2",), ("4",)]
    reasons = [reason for _, reason, _ in place.rejects()]
    assert reasons == [
        "properties has 1,000,000 characters, more than 100,000",
        "properties has more than 100,000 characters",
    ]


def test_nul_bytes(place: Place, header: str):
    path = place.deliver(f"{header}1,13\x008,1\n2,138,1\n")
    row = land_beside_good(place, path)
    assert (row.rows_landed, row.rows_rejected) == (1, 1)
    assert [reason for _, reason, _ in place.rejects()] == ["phone has a NUL byte"]


def test_escaped_nul_in_json(place: Place):
    lines = '{"event_id": "a\\u0000"}\n{"event_id": 1}\n'
    row = land_beside_good(place, place.deliver(lines, "a.jsonl", "app/events"))
    assert (row.rows_landed, row.rows_rejected) == (1, 1)
    assert place.rejects()[0][1] == "event_id has a NUL byte"


def test_binary_file_is_rejected(place: Place):
    row = land_beside_good(place, place.deliver(bytes(range(256)) * 100))
    assert row.status == "rejected"


def test_stray_quote_costs_its_line_only(place: Place, header: str):
    good = "".join(f'{n},"138",1\n' for n in range(3, 50))
    path = place.deliver(f'{header}1,"138,1\n2,"1"38,1\n{good}')
    row = land_beside_good(place, path)
    assert (row.rows_landed, row.rows_rejected) == (47, 2)
    assert [r[2] for r in place.rejects()] == ['1,"138,1', '2,"1"38,1']


def test_too_few_and_too_many_fields(place: Place, header: str):
    path = place.deliver(f"{header}1,138\n2,138,1,9\n3,138,1,\n4,138,1\n")
    row = land_beside_good(place, path)
    assert (row.rows_landed, row.rows_rejected) == (2, 2)
    assert [r[1] for r in place.rejects()] == [
        "too few fields: 2, the header has 3",
        "too many fields: 4, the header has 3",
    ]


@pytest.mark.parametrize(
    ("entity", "day", "name", "reason"),
    [
        ("nowhere/orders", "2024-01-01", "a.csv", "unknown source nowhere"),
        ("shop/things", "2024-01-01", "a.csv", "unknown entity things of shop"),
        ("shop/orders", "2024-13-01", "a.csv", "folder extract_date=2024-13-01 is not"),
        ("shop/orders", "1999-12-31", "a.csv", "extract date 1999-12-31 is outside"),
        ("shop/orders", "2100-01-01", "a.csv", "extract date 2100-01-01 is outside"),
        ("shop/orders", "2024-01-01", "a.xlsx", "a.xlsx is no .csv"),
        ("standard/mars/orders", "2024-01-01", "a.csv", "unknown channel mars"),
        ("standard/app/things", "2024-01-01", "a.csv", "unknown entity things"),
    ],
)
def test_wrong_place(place: Place, entity: str, day: str, name: str, reason: str):
    place.deliver(GOOD, "good.csv", day="2024-01-02")
    place.deliver(GOOD, name, entity, day)
    report = place.land(channels={"app"})
    (row,) = report.not_landed
    assert (row.status, row.rows_read) == ("rejected", 0)
    assert row.reason.startswith(reason)
    assert not place.land(channels={"app"}).files


@pytest.mark.parametrize("file", ["a.csv", "shop/a.csv", "shop/orders/a.csv"])
def test_file_too_high_up(place: Place, file: str):
    path = place.extracts / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GOOD)
    (row,) = place.land().files
    assert row.status == "rejected"
    assert row.reason.startswith("lies in no ")


def test_truth_notes_and_hidden_files_are_no_deliveries(place: Place):
    for file in ("truth/people.csv", "README.md", ".x/y.csv", "shop/_SUCCESS"):
        path = place.extracts / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD)
    assert place.land().files == ()


def test_gzip(place: Place, header: str):
    packed = gzip.compress((header + "1,138,1\n" * 2000).encode())
    place.deliver(packed, "a.csv.gz")
    place.deliver(packed[:-20], "b.csv.gz")
    place.deliver(b"no gzip", "c.csv.gz")
    report = place.land()
    assert [row.status for row in report.files] == ["landed", "rejected", "rejected"]
    assert [row.delivered_format for row in report.files] == ["csv.gz"] * 3
    assert report.files[1].reason.startswith("is a broken gzip file")
    assert report.rows_landed == 2000


def test_unreadable_file(place: Place, header: str, monkeypatch: pytest.MonkeyPatch):
    from onepool.landing.discovery import Extracts

    place.deliver(header + "1,138,1\n")
    read = Extracts.local_copy

    def refuse(*_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Extracts, "local_copy", refuse)
    (row,) = place.land().files
    assert (row.status, row.reason) == ("rejected", "cannot be read: Permission denied")
    assert place.land().files == ()
    monkeypatch.setattr(Extracts, "local_copy", read)
    (row,) = place.land().files
    assert row.status == "landed"

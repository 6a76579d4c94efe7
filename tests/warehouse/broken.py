"""Files that are wrong in every way a delivery can be, and what is said of each."""

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from tests.warehouse import planted
from tests.warehouse.deliveries import (
    Row,
    account,
    as_csv,
    crm_member,
    interaction,
    mini_order,
    order,
    pos_line,
    pos_member,
    pos_ticket,
    tmall_order,
)

DAY = "2026-03-01"


@dataclass(frozen=True)
class Broken:
    """One file of the extracts root.

    Attributes:
        path: place under the root.
        content: bytes.
        records: records of the file, counted by hand; 0 when it has none to read.
        status: what the file ledger must call it.
        reason: what the ledger's reason must hold, empty when none is expected.
        quarantined: row number to what its reason must hold.
        duplicates: rows another row outdates.
    """

    path: str
    content: bytes
    records: int
    status: str = "landed"
    reason: str = ""
    quarantined: dict[int, str] | None = None
    duplicates: int = 0


def at(place: str, name: str) -> str:
    """Return the path of a file of an entity."""
    return f"{place}/extract_date={DAY}/{name}"


def parquet(rows: list[Row]) -> bytes:
    """Return rows as a Parquet file."""
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), stream)
    return stream.getvalue()


def json_line(row: Row) -> bytes:
    """Return a row as a line of JSON."""
    return json.dumps(row).encode() + b"\n"


def broken_files() -> Iterator[Broken]:
    """Yield all of them."""
    yield from _files_as_a_whole()
    yield from _columns()
    yield from _records()
    yield from _values()
    yield from _places()


def _files_as_a_whole() -> Iterator[Broken]:
    tickets = as_csv("pos/tickets", [pos_ticket("B1", "", 100)])
    yield Broken(at("pos/tickets", "empty.csv"), b"", 0, "rejected", "is empty")
    yield Broken(
        at("pos/tickets", "header_only.csv"), tickets.split(b"\n")[0] + b"\n", 0
    )
    yield Broken(
        at("pos/tickets", "utf16.csv"),
        tickets.decode().encode("utf-16"),
        0,
        "rejected",
        "UTF-16",
    )
    good = parquet([order("B2", "b")])
    yield Broken(
        at("standard/app/orders", "garbage.parquet"),
        b"PAR1" + b"\x00\x17" * 400 + b"PAR1",
        0,
        "rejected",
        "not readable Parquet",
    )
    yield Broken(
        at("standard/app/orders", "cut.parquet"),
        good[: len(good) // 2],
        0,
        "rejected",
        "not readable Parquet",
    )
    yield Broken(at("standard/app/orders", "good.parquet"), good, 1)
    packed = gzip.compress(as_csv("standard/app/orders", [order("B3", "b")] * 50))
    yield Broken(
        at("standard/app/orders", "cut.csv.gz"),
        packed[: len(packed) // 2],
        0,
        "rejected",
        "broken gzip",
    )
    yield Broken(
        at("mini_program/users", "list.jsonl"),
        b'[{"openid": "b"}]\n',
        0,
        "rejected",
        "one JSON list",
    )


def _columns() -> Iterator[Broken]:
    members = as_csv("crm/members", [crm_member("B1", "13800000004")]).decode("gb18030")
    yield Broken(
        at("crm/members", "extra.csv"),
        "\n".join(
            line + ",白羊" if place else line + ",星座"
            for place, line in enumerate(members.splitlines())
        ).encode("gb18030"),
        1,
    )
    yield Broken(
        at("crm/members", "missing.csv"),
        "会员号,姓名\nB2,李雷\nB3,李雷\n".encode("gb18030"),
        2,
        "rejected",
        "missing 注册时间",
        {1: "missing 注册时间", 2: "missing 注册时间"},
    )
    renamed = as_csv("tmall/orders", [tmall_order("B1", "b")]).decode("gb18030")
    yield Broken(
        at("tmall/orders", "renamed.csv"),
        renamed.replace("订单状态", "订单阶段").encode("gb18030"),
        1,
        "rejected",
        "订单阶段",
        {1: "missing 订单状态"},
    )
    till = as_csv("pos/members", [pos_member(f"{n}", "", name="王") for n in "12"])
    yield Broken(
        at("pos/members", "headerless.csv"),
        f"B1,{planted.PHONE},{planted.NAME},2026/01/01 10:00:00,,\n".encode()
        + till.split(b"\n", 1)[1],
        2,
        "rejected",
        "is the header line there?",
        {1: "missing", 2: "missing"},
    )
    yield Broken(
        at("pos/members", "twice.csv"),
        b"member_no,registered_at,member_no\nB1,2026/01/01 10:00:00,B2\n",
        1,
        "rejected",
        "twice",
        {1: "twice"},
    )


def _records() -> Iterator[Broken]:
    rows = [pos_line("B1", number, 100) for number in range(1, 4)]
    text = as_csv("pos/ticket_lines", rows).decode()
    yield Broken(
        at("pos/ticket_lines", "cut.csv"),
        text[: text.rstrip().rindex("SKU1") + 2].encode(),
        3,
        reason="1 of 3",
        quarantined={3: "cut off"},
    )
    yield Broken(
        at("pos/ticket_lines", "fields.csv"),
        as_csv("pos/ticket_lines", [pos_line("B2", n, 5) for n in (1, 2)])
        + b"B2,3,SKU1,1,1,1,9,9,9\n",
        3,
        reason="1 of 3",
        quarantined={3: "too many fields"},
    )
    members = [pos_member(f"B{number}", "", name="王") for number in range(9)]
    lines = as_csv("pos/members", members).split(b"\n")
    lines[4] = lines[4].replace("王".encode(), "王".encode("gb18030"))
    yield Broken(
        at("pos/members", "bytes.csv"),
        b"\n".join(lines),
        9,
        reason="1 of 9",
        quarantined={4: "is not UTF-8"},
    )
    yield Broken(
        at("pos/members", "nul.csv"),
        as_csv(
            "pos/members",
            [pos_member(f"B2{n}", "", name="" if n else "a\0b") for n in range(3)],
        ),
        3,
        reason="1 of 3",
        quarantined={1: "NUL byte"},
    )
    yield Broken(
        at("mini_program/orders", "broken.jsonl"),
        json_line(mini_order("B1", "b", 100))
        + b'{"order_no": "B2", "openid"\n\n'
        + json_line(mini_order("B3", "b", 100)),
        3,
        reason="1 of 3",
        quarantined={2: "JSON"},
    )
    yield Broken(
        at("standard/weibo/feedback", "million.csv"),
        as_csv(
            "standard/weibo/feedback",
            [
                {"feedback_id": f, "kind": "review", "text": t, "occurred_at": DAY}
                for f, t in (
                    ("B1", "好" * 1_000_000),
                    ("B2", "好" * 20_000),
                    ("B3", "好"),
                )
            ],
        ),
        3,
        reason="1 of 3",
        quarantined={1: "1,000,000 characters", 2: "longer than 10000 characters"},
    )


def _values() -> Iterator[Broken]:
    yield Broken(
        at("standard/douyin/orders", "amounts.csv"),
        as_csv(
            "standard/douyin/orders",
            [
                order("B1", "b", "-5.00"),
                order("B2", "b", "1000000000000"),
                order("B3", "b", "NaN"),
                order("B4", "b", "1e3"),
                order("B5", "b", ""),
                order("B6", "b", "12.50"),
            ],
        ),
        6,
        quarantined={
            1: "paid_amount is outside",
            2: "paid_amount is outside",
            3: "paid_amount is not a valid amount",
            4: "paid_amount is not a valid amount",
            5: "paid_amount is missing",
        },
    )
    yield Broken(
        at("standard/douyin/orders", "dates.csv"),
        as_csv(
            "standard/douyin/orders",
            [
                order("B11", "b", ordered_at="1900-01-01 00:00:00"),
                order("B12", "b", paid_at="2999-12-31 00:00:00"),
                order("B13", "b", ordered_at="2026-02-30 10:00:00"),
                order("B14", "b", ordered_at="yesterday"),
            ],
        ),
        4,
        quarantined={
            1: "ordered_at is before 1990",
            2: "paid_at is after its extract date",
            3: "ordered_at is not a valid timestamp",
            4: "ordered_at is not a valid timestamp",
        },
    )
    yield Broken(
        at("standard/douyin/orders", "keys.csv"),
        as_csv(
            "standard/douyin/orders",
            [order("B21", "b", "1.00"), order("B21", "b", "2.00"), order("", "b")],
        ),
        3,
        quarantined={3: "order_id is missing"},
        duplicates=1,
    )
    yield Broken(
        at("standard/douyin/orders", "formulas.csv"),
        as_csv(
            "standard/douyin/orders",
            [
                order("B31", "b", brand='=HYPERLINK("http://x";"y")'),
                order("B32", "b", brand="@SUM(A1:A9)"),
                order("B33", "b", brand="-"),
            ],
        ),
        3,
        quarantined={
            1: "brand begins like a spreadsheet formula",
            2: "brand begins like a spreadsheet formula",
        },
    )
    yield Broken(
        at("standard/douyin/interactions", "words.csv"),
        as_csv(
            "standard/douyin/interactions",
            [interaction("B1", "b", kind="teleport"), interaction("B2", "b")],
        ),
        2,
        quarantined={1: "kind is not one of the accepted values"},
    )


def _places() -> Iterator[Broken]:
    rows = as_csv("standard/app/accounts", [account("b")])
    for path, reason in (
        (f"ebay/orders/extract_date={DAY}/a.csv", "unknown source ebay"),
        (at("standard/myspace/orders", "a.csv"), "unknown channel myspace"),
        (at("standard/app/dreams", "a.csv"), "unknown entity dreams"),
        (at("tmall/dreams", "a.csv"), "unknown entity dreams"),
        ("standard/app/accounts/extract_date=20260301/a.csv", "extract_date="),
        ("standard/app/accounts/a.csv", "extract_date="),
        (at("standard/app/accounts", "a.xlsx"), ".csv"),
        ("a.csv", "no source folder"),
    ):
        yield Broken(path, rows, 0, "rejected", reason)

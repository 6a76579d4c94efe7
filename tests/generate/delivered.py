"""Reads delivered files back with nothing of the generator."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

ENCODINGS = {"tmall": "gbk", "crm": "gbk", "jd": "utf-8-sig"}
Row = dict[str, str | None]


def read_file(path: Path, source: str) -> list[Row]:
    """Return the rows of one file as text, empty as None."""
    if path.suffix == ".parquet":
        rows = pq.ParquetFile(path).read().to_pylist()
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
    else:
        encoding = ENCODINGS.get(source, "utf-8")
        with path.open(encoding=encoding, newline="") as lines:
            rows = list(csv.DictReader(lines))
    return [
        {name: None if value in (None, "") else str(value) for name, value in r.items()}
        for r in rows
    ]


def files(root: Path, source: str, entity: str) -> Iterator[tuple[str, str, Path]]:
    """Yield channel code, extract date and path of an entity's files, oldest first."""
    pattern = f"{entity}/extract_date=*/*"
    if source == "standard":
        pattern = f"*/{pattern}"
    found = sorted(
        (root / source).glob(pattern), key=lambda path: (path.parent.name, path)
    )
    for path in found:
        channel = path.parts[-4] if source == "standard" else source
        yield channel, path.parent.name.removeprefix("extract_date="), path


def newest(
    root: Path, source: str, entity: str, keys: list[str]
) -> dict[tuple[str | None, ...], Row]:
    """Return the newest delivered row of every key; rows without a key are dropped."""
    rows: dict[tuple[str | None, ...], Row] = {}
    for channel, _, path in files(root, source, entity):
        for row in read_file(path, source):
            key = tuple(row[name] for name in keys)
            if None not in key:
                rows[(channel, *key)] = row
    return rows


def account_rows(root: Path) -> Iterator[tuple[str, str, Row]]:
    """Yield channel, account and the identifiers its newest row shows."""
    native = (
        ("tmall", "members", "会员OUID", {"phone": "手机号"}),
        ("jd", "members", "用户PIN", {"phone": "手机号"}),
        ("pos", "members", "member_no", {"phone": "phone"}),
        (
            "mini_program",
            "users",
            "openid",
            {"phone": "phone", "unionid": "unionid", "loyalty_no": "loyalty_no"},
        ),
        (
            "wecom",
            "contacts",
            "external_userid",
            {"phone": "remark_mobiles", "unionid": "unionid"},
        ),
        (
            "crm",
            "members",
            "会员号",
            {"phone": "手机", "loyalty_no": "忠诚度卡号", "email": "邮箱"},
        ),
        ("crm", "paper_cards", "卡号", {"phone": "手机"}),
    )
    for source, entity, key, columns in native:
        channel = "paper_card" if entity == "paper_cards" else source
        for found, row in newest(root, source, entity, [key]).items():
            is_void = row.get("作废") == "是"
            shown = {kind: row[name] for kind, name in columns.items()}
            yield channel, str(found[1]), {} if is_void else shown
    kinds = ("phone", "unionid", "loyalty_no", "email", "device_id")
    for found, row in newest(root, "standard", "accounts", ["account_id"]).items():
        is_void = (row["is_deleted"] or "").lower() == "true"
        shown = {kind: row[kind] for kind in kinds}
        yield str(found[0]), str(found[1]), {} if is_void else shown


def normalise(kind: str, value: str) -> str | None:
    """Return an identifier as it should be compared, None when it is masked."""
    if "*" in value:
        return None
    if kind == "phone":
        digits = "".join(ch for ch in value if ch.isdigit()).removeprefix("86")
        return digits if len(digits) == 11 else None
    return value.strip().lower() if kind == "email" else value

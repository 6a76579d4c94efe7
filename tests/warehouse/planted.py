"""One row of every entity with personal data that cannot be mistaken for anything."""

import json
import re
from typing import Any

from onepool.contracts import Column, EntityContract
from tests.warehouse.deliveries import Extracts, Row, contracts

DAY = "2026-03-01"
CHANNEL = "app"
NAME, PHONE = "欧阳绝密", "13866609999"
# What must not be found outside the restricted schema, as a pattern.
MARKS = "欧阳绝密|138[- ]?6660|86-?138-?6660|secret-person|隐秘路|IDENTSECRET"
FREE_TEXT = frozenset({"text", "remark", "reason", "properties", "page", "touchpoint"})


def plant(extracts: Extracts) -> int:
    """Deliver a row of every entity; return how many files were written."""
    for number, contract in enumerate(contracts()):
        place = (
            f"standard/{CHANNEL}/{contract.entity}"
            if contract.source == "standard"
            else f"{contract.source}/{contract.entity}"
        )
        extracts.deliver(place, DAY, [row_of(contract, number)], "planted")
    return number + 1


def row_of(contract: EntityContract, number: int) -> Row:
    """Return a valid row with something planted in every personal column."""
    return {column.name: value_of(column, number) for column in contract.columns}


def value_of(column: Column, number: int) -> Any:
    """Return a value of the column's kind, or what is planted there."""
    phone = f"1386660{number:04d}"
    email = f"secret-person{number}@private-mail.example"
    planted = {
        "name": f"欧阳绝密{number}",
        "phone": phone,
        "email": email,
        "address": f"隐秘路{number}号",
        "identifier": f"IDENTSECRET{number}",
    }
    if column.pii in planted:
        return planted[column.pii]
    if column.name in FREE_TEXT and column.kind in ("text", "json"):
        said = f"打电话 {phone},{phone} 或 {email} 或 +86 {phone}"
        if column.kind == "json":
            return json.dumps({"note": said, "phone": int(phone)}, ensure_ascii=False)
        return said
    if column.accepted:
        return column.accepted[0]
    return {
        "integer": 1,
        "amount": "1.00",
        "amount_cents": 100,
        "decimal": "0.5",
        "timestamp": "2026-02-10 10:00:00",
        "epoch_seconds": 1770000000,
        "epoch_milliseconds": 1770000000000,
        "compact_timestamp": "20260210100000",
        "date": "2026-02-10",
        "boolean": "false",
        "json": "{}",
    }.get(column.kind, f"{column.name[:3]}{number}")


def found_in(text: str) -> bool:
    """Tell whether a text holds anything that was planted."""
    return re.search(MARKS, text) is not None

"""Files that no reader should accept, to see that one of them stops nothing else."""

import datetime as dt
from pathlib import Path


def write_broken_files(root: Path, extract_date: dt.date) -> list[Path]:
    """Add broken files to the newest delivery of a world.

    Args:
        root: The extracts root.
        extract_date: The delivery they are put into.

    Returns:
        The files written.
    """
    day = f"extract_date={extract_date.isoformat()}"
    contents = {
        f"tmall/orders/{day}/wrong_encoding.csv": (
            "订单编号,买家OUID,买家实际支付金额\n1,a,1.00\n".encode("utf-16")
        ),
        f"tmall/refunds/{day}/cut_off.csv": (
            '退款编号,订单编号,退款金额\n"R1,39000,1'.encode("gbk")
        ),
        f"jd/order_items/{day}/missing_column.csv": (
            "订单号,订购数量\n2900000000001,1\n".encode("utf-8-sig")
        ),
        f"pos/tickets/{day}/empty.csv": b"",
        f"mini_program/orders/{day}/cut_off.jsonl": b'{"order_no": "WX1", "openid": "o',
        f"standard/online_mall/orders/{day}/unreadable.parquet": b"PAR1 not parquet",
        f"standard/douyin/orders/{day}/html_error.csv": (
            b"<html><body>504 Gateway Time-out</body></html>\n"
        ),
    }
    written = []
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written

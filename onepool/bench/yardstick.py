"""Orders of three layouts by one plain DuckDB query: what a build is measured against.

The same machine runs this in the same minutes, so the ratio of the two hardly depends
on how fast it is or how busy. It does the least that anyone would: newest row an order,
refunds joined, a table written. No checks, no ledger, no identity, no metrics.

Run as `python -m onepool.bench.yardstick EXTRACTS OUT MEMORY THREADS`; prints the rows
it read and the orders it wrote as JSON.
"""

import json
import sys
from pathlib import Path

import duckdb

# Files below the extracts root and how to read them; a layout may have no files.
ORDERS = {
    "pos/tickets/*/*.csv": """
        select
            'pos' as channel_code, ticket_no as order_id, member_no as account_id,
            try_cast(paid_cents as decimal(18, 2)) / 100 as paid_amount,
            try_cast(replace(closed_at, '/', '-') as timestamp) as ordered_at,
            extract_date
        from read_csv(
            '{files}', all_varchar = true, union_by_name = true,
            hive_partitioning = true
        )
        where kind = 'sale'
    """,
    "mini_program/orders/*/*.jsonl": """
        select
            'mini_program' as channel_code, order_no as order_id, openid as account_id,
            try_cast(total_fee as decimal(18, 2)) / 100 as paid_amount,
            make_timestamp(try_cast(created_ms as bigint) * 1000) as ordered_at,
            extract_date
        from read_json(
            '{files}', format = 'newline_delimited', hive_partitioning = true,
            columns = {{
                order_no: 'varchar', openid: 'varchar', total_fee: 'varchar',
                created_ms: 'varchar'
            }}
        )
    """,
    "standard/*/orders/*/*.csv": """
        select
            split_part(filename, '/', -4) as channel_code, order_id, account_id,
            try_cast(paid_amount as decimal(18, 2)) as paid_amount,
            try_cast(ordered_at as timestamp) as ordered_at,
            extract_date
        from read_csv(
            '{files}', all_varchar = true, union_by_name = true,
            hive_partitioning = true, filename = true
        )
    """,
}

REFUNDS = {
    "mini_program/refunds/*/*.jsonl": """
        select
            'mini_program' as channel_code, order_no as order_id,
            refund_no as refund_id,
            try_cast(refund_fee as decimal(18, 2)) / 100 as amount, extract_date
        from read_json(
            '{files}', format = 'newline_delimited', hive_partitioning = true,
            columns = {{
                order_no: 'varchar', refund_no: 'varchar', refund_fee: 'varchar'
            }}
        )
    """,
    "standard/*/refunds/*/*.csv": """
        select
            split_part(filename, '/', -4) as channel_code, order_id, refund_id,
            try_cast(amount as decimal(18, 2)) as amount, extract_date
        from read_csv(
            '{files}', all_varchar = true, union_by_name = true,
            hive_partitioning = true, filename = true
        )
    """,
}

NEWEST_ORDERS = """
create temp table orders as
select *
from delivered
qualify row_number() over (
    partition by channel_code, order_id order by extract_date desc
) = 1
"""

REFUNDED = """
create temp table refunds as
select channel_code, order_id, sum(amount) as refunded_amount
from (
    select *
    from ({read})
    qualify row_number() over (
        partition by channel_code, refund_id order by extract_date desc
    ) = 1
)
group by all
"""

FACT = """
create or replace table fct_orders as
select
    orders.*,
    coalesce(refunds.refunded_amount, 0) as refunded_amount,
    orders.paid_amount - coalesce(refunds.refunded_amount, 0) as net_amount,
    cast(orders.ordered_at as date) as ordered_on
from orders
left join refunds using (channel_code, order_id)
"""


def measure(root: Path, out: Path, memory: str, threads: int) -> dict[str, int]:
    """Write the orders of an extracts root to a new DuckDB file.

    Args:
        root: extracts root of a generated world.
        out: DuckDB file to write.
        memory: DuckDB memory limit.
        threads: DuckDB threads.

    Returns:
        rows of the order files as `rows`, orders written as `orders`.
    """
    orders, refunds = _read(root, ORDERS), _read(root, REFUNDS)
    nothing = (
        "select '' as channel_code, '' as order_id, '' as refund_id, 0 as amount, "
        "'' as extract_date where false"
    )
    with duckdb.connect(
        str(out), config={"memory_limit": memory, "threads": threads}
    ) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"create temp table delivered as {orders}")
        connection.execute(NEWEST_ORDERS)
        connection.execute(REFUNDED.format(read=refunds or nothing))
        connection.execute(FACT)
        row = connection.execute(
            "select (select count(*) from delivered), count(*) from fct_orders"
        ).fetchone()
    return {"rows": row[0], "orders": row[1]} if row else {"rows": 0, "orders": 0}


def _read(root: Path, layouts: dict[str, str]) -> str:
    return " union all ".join(
        query.format(files=root / files)
        for files, query in layouts.items()
        if any(root.glob(files))
    )


if __name__ == "__main__":
    print(
        json.dumps(
            measure(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
        )
    )

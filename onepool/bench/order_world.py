"""Core tables of drawn orders for the benchmark, in a warehouse and as a file."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

AS_OF = "2026-03-31"
"""Last business day of the orders, which dbt is given as `as_of`."""

SEEDS = (
    "interaction_kinds",
    "lifecycle_rules",
    "rfm_segments",
    "rfm_classes",
    "label_rules",
)
"""Rules that the models read, as they are in the project."""

# Ten orders a member on average, of a few many; amounts in cents, some refunded in full
# or beyond the purchase; one order in twenty does not count.
ORDERS = """
create table core.fct_orders as
with drawn as (
    select
        i,
        hash(i, {seed}, 1) / 18446744073709551616.0 as member_draw,
        hash(i, {seed}, 2) % 365 as days_back,
        hash(i, {seed}, 3) % 24 as channel,
        cast(500 + hash(i, {seed}, 4) % 60000 as bigint) as paid_cents,
        hash(i, {seed}, 5) % 100 as refund_draw,
        hash(i, {seed}, 6) % 20 > 0 as is_valid
    from range({orders}) as numbers (i)
)

select
    'order:' || i as order_key,
    -- As long as the keys of members are.
    md5(cast(cast(floor(power(member_draw, 1.3) * {members}) as bigint) as varchar))
        as member_id,
    'channel_' || channel as channel_code,
    is_valid,
    cast(paid_cents / 100.0 as decimal(18, 2)) as paid_amount,
    cast((case
        when refund_draw = 0 then -paid_cents
        when refund_draw < 4 then 0
        else paid_cents
    end) / 100.0 as decimal(18, 2)) as net_amount,
    date '{as_of}' - cast(days_back as integer) as paid_on
from drawn
"""

OTHERS = """
create table core.dim_members as
select distinct member_id, false as is_erased from core.fct_orders;
-- Nobody interacted.
create table core.fct_interactions (
    member_id varchar, channel_code varchar, kind varchar, occurred_on date,
    is_deleted boolean
);
-- No month is over: what is measured are the scores of as_of.
create table marts.lifecycle_monthly (
    member_id varchar, month date, month_end date, first_order_on date,
    recency_days bigint, window_orders bigint, window_net_amount decimal(18, 2)
);
create table marts.rfm_monthly (
    member_id varchar, month date, stable_segment_code varchar
);
"""


# Amounts as floats: pandas reads decimals as Python objects, which nobody would sum.
PARQUET = """
copy (
    select * replace (
        cast(paid_amount as double) as paid_amount,
        cast(net_amount as double) as net_amount
    )
    from core.fct_orders
) to '{file}'
"""


@dataclass(frozen=True)
class OrderWorld:
    """Where the tables lie.

    Attributes:
        warehouse: DuckDB file with the tables that the models read.
        orders: Parquet file of fct_orders, in the order in which they were drawn.
    """

    warehouse: Path
    orders: Path


def write_orders(
    folder: Path, project: Path, orders: int, seed: int, memory: str, threads: int
) -> OrderWorld:
    """Draw orders and write them as core tables and as a Parquet file.

    Args:
        folder: where to; it exists and is empty.
        project: folder of the dbt project, whose seeds of rules are read.
        orders: how many, at least 100; a tenth as many members.
        seed: the same seed and number give the same orders.
        memory: memory limit of DuckDB.
        threads: threads of DuckDB.
    """
    world = OrderWorld(folder / "onepool.duckdb", folder / "orders.parquet")
    with duckdb.connect(
        str(world.warehouse), config={"memory_limit": memory, "threads": threads}
    ) as connection:
        connection.execute("set enable_progress_bar = false")
        for schema in ("core", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        connection.execute(
            ORDERS.format(
                orders=orders, members=max(orders // 10, 1), seed=seed, as_of=AS_OF
            )
        )
        connection.execute(OTHERS)
        for name in SEEDS:
            file = project / "seeds" / "rules" / f"{name}.csv"
            connection.execute(
                f"create table intermediate.{name} as select * from read_csv('{file}')"
            )
        connection.execute(PARQUET.format(file=world.orders))
    return world

"""A hand-made warehouse with the tables the gate and the publishing read."""

from datetime import date
from pathlib import Path

import duckdb

AS_OF = date(2024, 1, 2)
TABLES = """
create schema core;
create schema marts;
create schema quality;
create schema restricted;
create table core.dim_members as
select 'm' || i as member_id from range(1, 5) as t(i);
create table core.fct_orders as
select * from (values
    ('o1', 'app', date '2024-01-01', true, 10.10::decimal(18, 2)),
    ('o2', 'pos', date '2024-01-02', true, 20.20::decimal(18, 2)),
    ('o3', 'pos', date '2024-01-02', false, 99.00::decimal(18, 2))
) as t(order_key, channel_code, paid_on, is_valid, net_amount);
create table marts.pool_daily as
select * from (values
    (date '2024-01-01', 'app', 0, 3, 0, 0, 3),
    (date '2024-01-02', 'app', 3, 2, 1, 0, 4)
) as t(on_date, channel_code, opening, new_members, merged, erased, closing);
create table marts.rfm_scores as
select
    member_id, 5 as recency_score, 1 as frequency_score, 3 as monetary_score
from core.dim_members;
create table marts.kpi_daily as
with sales as (
    select paid_on, channel_code, sum(net_amount)::double as value
    from core.fct_orders where is_valid group by all
)
select
    paid_on as on_date, 'net_sales' as metric, 'channel_code' as slice_dimension,
    channel_code as slice_value, value
from sales
union all
select paid_on, 'net_sales', 'all', 'all', sum(value) from sales group by paid_on;
create table quality.file_ledger as
select 'a.csv' as file, 3 as rows_read, 1 as rows_staged, 1 as rows_duplicate,
    1 as rows_quarantined;
create table restricted.quarantined_raw as select 'secret' as raw;
"""


def make_warehouse(path: Path) -> Path:
    """Make the warehouse file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
    return path

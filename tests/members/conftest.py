"""A small warehouse with the tables of identity, written by hand."""

from pathlib import Path

import duckdb
import pytest

TABLES = """
create schema core;
create schema intermediate;

create table core.bridge_member_accounts as
select * from (values
    ('A', 'tmall:1', timestamp '2026-01-01', true, 1),
    ('A', 'pos:1', timestamp '2026-01-02', true, 1),
    ('X', 'app:1', timestamp '2026-01-03', false, 1),
    ('A', 'app:1', timestamp '2026-02-01', true, 1),
    ('B', 'pos:9', timestamp '2026-01-05', true, 1),
    ('C', 'pos:8', timestamp '2026-01-06', true, 1),
    ('G', 'jd:1', timestamp '2026-01-01', false, 1)
) as v (member_id, account_key, valid_from, is_latest, first_map_version);

create table core.fct_account_moves as
select * from (values
    ('app:1', 2, 'moved', 'X', 'A', 'phone', date '2026-02-01', 5),
    ('jd:1', 2, 'withdrawn', 'G', null, 'account_withdrawn', date '2026-02-01', 5)
) as v (
    account_key, map_version, change, from_member_id, to_member_id, cause, mapped_on,
    _batch_id
);

create table core.dim_member_ids as
select * from (values
    ('A', 'A', true, null::timestamp, null),
    ('B', 'B', true, null, null),
    ('C', 'C', true, null, null),
    ('X', 'A', false, timestamp '2026-02-01', 'phone'),
    ('G', null, false, timestamp '2026-02-01', 'account_withdrawn')
) as v (member_id, current_member_id, is_current, retired_at, cause);

create table intermediate.int_identity__components as
select * from (values
    ('tmall:1', 'app:1', timestamp '2026-01-01'),
    ('pos:1', 'app:1', timestamp '2026-01-02'),
    ('app:1', 'app:1', timestamp '2026-01-03'),
    ('pos:9', 'pos:9', timestamp '2026-01-05'),
    ('pos:8', 'pos:8', timestamp '2026-01-06')
) as v (account_key, component_key, first_seen_at);

create table intermediate.int_identity__forest as
select * from (values
    ('tmall:1', 'pos:1', 'unionid', 'corporation', 'u0123456789', 1,
     timestamp '2026-01-02', 'app:1'),
    ('pos:1', 'app:1', 'phone', 'company', 'p0123456789', 2, timestamp '2026-01-31',
     'app:1')
) as v (
    left_key, right_key, identifier_type, identifier_scope, identifier_hash, tier,
    known_at, component_key
);

create table intermediate.int_identity__identifiers as
select * from (values
    ('tmall:1', 'unionid', 'corporation', 'u0123456789'),
    ('pos:1', 'phone', 'company', 'shared00001'),
    ('pos:9', 'phone', 'company', 'shared00001'),
    ('pos:9', 'email', 'company', 'elsewhere01')
) as v (account_key, identifier_type, identifier_scope, identifier_hash);

-- Only the account that a split leaves out is listed.
create table intermediate.int_identity__rejected_links as
select * from (values
    ('pos:9', 'phone', 'company', 'shared00001', 'recycled'),
    ('pos:9', 'email', 'company', 'elsewhere01', 'too_many_accounts')
) as v (account_key, identifier_type, identifier_scope, identifier_hash, reason);

create table intermediate.identity_overrides as
select * from (values
    ('cannot_link', 'pos', '8', 'tmall', '1', 'li.wei', timestamp '2026-03-01', 'twins')
) as v (
    kind, channel_code, account_id, other_channel_code, other_account_id, decided_by,
    decided_at, reason
);
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Return a warehouse file with members A, B and C and what became of X and G."""
    path = tmp_path / "warehouse" / "onepool.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
    return path

"""From a built warehouse to the review table `restricted.match_candidates`."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from onepool.matching.model import (
    ACCOUNTS,
    FIELDS,
    MatchError,
    compared_fields,
    count_pairs,
    exact_level,
    score,
)

TABLE = "restricted.match_candidates"
PROFILES = "restricted.match_profiles"

# Splink works in a database of its own, so that a build can go on meanwhile.
LOAD = f"""
create table {ACCOUNTS} as
select
    account_key as unique_id,
    member_id,
    lower(trim(name)) as name,
    array_to_string(list_sort(string_split(lower(trim(name)), ' ')), ' ') as name_words,
    strftime(birthday, '%Y-%m-%d') as birthday,
    lower(trim(city)) as city,
    lower(trim(address)) as address,
    gender
from {{warehouse}}.{PROFILES}
order by account_key
"""

# What one person has one value of, by member; of what is written by hand an accepted
# pair may say that two values are one.
BINDING = """
create table binding as
select distinct
    bridge.member_id,
    identifiers.identifier_type || ':' || identifiers.identifier_scope as kind,
    identifiers.identifier_hash as value
from {warehouse}.intermediate.int_identity__identifiers as identifiers
inner join {warehouse}.core.bridge_member_accounts as bridge
    on identifiers.account_key = bridge.account_key and bridge.is_latest
where
    identifiers.is_single_valued
    and not identifiers.is_corrigible
    and identifiers.unusable_reason is null
"""

APART = """
create table apart as
select distinct
    lefts.member_id as left_id,
    rights.member_id as right_id
from {warehouse}.intermediate.int_identity__overrides as ones
inner join {warehouse}.intermediate.int_identity__overrides as others
    on
        ones.override_key = others.override_key
        and ones.account_key <> others.account_key
inner join {warehouse}.core.bridge_member_accounts as lefts
    on ones.account_key = lefts.account_key and lefts.is_latest
inner join {warehouse}.core.bridge_member_accounts as rights
    on others.account_key = rights.account_key and rights.is_latest
where ones.kind = 'cannot_link' and others.kind = 'cannot_link'
"""

PAIRS = """
create table pairs as
with

named as (
    select
        scored.*,
        {fields},
        lefts.member_id as left_id,
        rights.member_id as right_id
    from {scored} as scored
    inner join accounts as lefts on scored.unique_id_l = lefts.unique_id
    inner join accounts as rights on scored.unique_id_r = rights.unique_id
    where lefts.member_id <> rights.member_id
),

likely as (
    select *
    from named
    -- The people of one household agree in address and city, and are not one.
    where
        (name_agreement in ('equal', 'close'))::int
        + (birthday_agreement in ('equal', 'close'))::int
        + (address_agreement in ('equal', 'close'))::int >= 2
),

torn as (
    select distinct
        likely.left_id,
        likely.right_id
    from likely
    inner join binding as lefts on likely.left_id = lefts.member_id
    inner join binding as rights
        on likely.right_id = rights.member_id and lefts.kind = rights.kind
    where lefts.value <> rights.value
)

select
    least(unique_id_l, unique_id_r) as left_account,
    greatest(unique_id_l, unique_id_r) as right_account,
    round(match_weight, 4) as match_weight,
    round(match_probability, 6) as match_probability,
    {agreements}
from likely
where
    (left_id, right_id) not in (select (left_id, right_id) from torn)
    and (left_id, right_id) not in (select (left_id, right_id) from apart)
-- Of two members, the pair of accounts that says most.
qualify row_number() over (
    partition by least(left_id, right_id), greatest(left_id, right_id)
    order by match_weight desc, unique_id_l, unique_id_r
) = 1
"""

WRITE = f"""
insert into {TABLE}
select
    left_account,
    right_account,
    match_weight,
    match_probability,
    {", ".join(f"{field}_agreement" for field in FIELDS)},
    'open',
    ?::timestamp,
    null,
    null
from scored_pairs
where (left_account, right_account) not in (
    select (left_account, right_account) from {TABLE}
)
"""


@dataclass(frozen=True)
class Proposed:
    """What a run did.

    Attributes:
        accounts: accounts that were compared.
        compared: pairs that the blocking rules let through.
        candidates: open pairs in the review table.
    """

    accounts: int
    compared: int
    candidates: int


def propose(
    warehouse: Path,
    least_probability: float,
    most_pairs: int,
    seed: int,
    now: datetime,
) -> Proposed:
    """Compare accounts of different members and write the candidates for review.

    Open candidates of earlier runs are replaced; decided ones stay, and their pairs are
    not proposed again. Pairs that would join two values of what one person has one of,
    or that a cannot_link keeps apart, are never proposed.

    Args:
        warehouse: DuckDB file that was built.
        least_probability: pairs below are not written.
        most_pairs: refuse to compare more.
        seed: of Splink's random pairs.
        now: time to note, UTC.

    Raises:
        MatchError: Splink is missing, the warehouse is not built or being written, it
            holds nothing to compare, or there are too many pairs.
    """
    if not warehouse.exists():
        raise MatchError(f"no warehouse at {warehouse}: run `dbt build` first")
    with tempfile.TemporaryDirectory(prefix="onepool-match-") as folder:
        with duckdb.connect(str(Path(folder) / "splink_work.duckdb")) as connection:
            connection.execute("set enable_progress_bar = false")
            _read(connection, warehouse)
            work = count_pairs(connection)
            if work.total > most_pairs:
                widest = max(work.pairs, key=lambda name: work.pairs[name])
                raise MatchError(
                    f"{work.total:,} pairs to compare are more than {most_pairs:,}, "
                    f"{work.pairs[widest]:,} of them by the rule '{widest}': raise "
                    "--most-pairs if the machine can take it"
                )
            scored = score(connection, least_probability, seed)
            _judge(connection, scored)
            pairs = connection.table("pairs").to_arrow_table()
            row = connection.execute(f"select count(*) from {ACCOUNTS}").fetchone()
        with open_for_writing(warehouse) as target:
            target.register("scored_pairs", pairs)
            target.execute("begin")
            target.execute(f"delete from {TABLE} where status = 'open'")
            target.execute(WRITE, [now])
            target.execute("commit")
            left = target.execute(
                f"select count(*) from {TABLE} where status = 'open'"
            ).fetchone()
    return Proposed(row[0] if row else 0, work.total, left[0] if left else 0)


def open_for_writing(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open a built warehouse to write the review table.

    Raises:
        MatchError: it is not there, in use, or was built without the table.
    """
    if not warehouse.exists():
        raise MatchError(f"no warehouse at {warehouse}: run `dbt build` first")
    try:
        connection = duckdb.connect(str(warehouse))
    except duckdb.IOException as error:
        raise MatchError(
            f"{warehouse} is in use: wait until the build is done"
        ) from error
    try:
        connection.execute(f"select 1 from {TABLE} limit 0")
    except duckdb.CatalogException as error:
        connection.close()
        raise MatchError(
            f"the warehouse has no {TABLE}: run `dbt build` first"
        ) from error
    return connection


def _read(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    path = str(warehouse).replace("'", "''")
    # Its views name it as dbt does, after the file.
    name = '"' + warehouse.stem.replace('"', '""') + '"'
    try:
        connection.execute(f"attach '{path}' as {name} (read_only)")
    except duckdb.IOException as error:
        raise MatchError(
            f"{warehouse} is being written: wait until the build is done"
        ) from error
    try:
        for statement in (LOAD, BINDING, APART):
            connection.execute(statement.format(warehouse=name))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise MatchError(
            f"the warehouse lacks what is compared ({error}): run `dbt build` first"
        ) from error
    finally:
        connection.execute(f"detach {name}")


def _judge(connection: duckdb.DuckDBPyConnection, scored: str) -> None:
    compared = compared_fields(connection)
    texts = [
        (
            f"case when gamma_{field} = {exact_level(field)} then 'equal' "
            f"when gamma_{field} > 0 then 'close' "
            f"when gamma_{field} = 0 then 'differs' else 'unknown' end"
            if field in compared
            else "'unknown'"
        )
        + f" as {field}_agreement"
        for field in FIELDS
    ]
    agreements = ", ".join(f"{field}_agreement" for field in FIELDS)
    connection.execute(
        PAIRS.format(scored=scored, fields=", ".join(texts), agreements=agreements)
    )

"""A small warehouse with the tables that fuzzy matching reads, written by hand."""

from pathlib import Path

import duckdb
import pytest

TABLES = """
create schema core;
create schema intermediate;
create schema restricted;
create table restricted.match_profiles (
    account_key varchar, member_id varchar, name varchar, birthday date,
    gender varchar, province varchar, city varchar, address varchar
);
create table core.bridge_member_accounts (
    member_id varchar, account_key varchar, is_latest boolean, is_current boolean
);
create table intermediate.int_identity__identifiers (
    account_key varchar, identifier_type varchar, identifier_scope varchar,
    identifier_hash varchar, is_single_valued boolean, is_corrigible boolean,
    unusable_reason varchar
);
create table intermediate.int_identity__overrides (
    kind varchar, override_key varchar, account_key varchar
);
create table restricted.match_candidates (
    left_account varchar, right_account varchar, match_weight double,
    match_probability double, name_agreement varchar, birthday_agreement varchar,
    city_agreement varchar, address_agreement varchar, gender_agreement varchar,
    status varchar, proposed_at timestamp, decided_at timestamp, decided_by varchar
);
"""
# Everybody else: 200 people with names and birthdays of their own.
OTHERS = """
insert into restricted.match_profiles
select
    'crowd:' || n, 'crowd' || n,
    chr(97 + n % 26) || chr(97 + n * 7 % 26) || chr(97 + n * 3 % 23) || n || ' '
    || chr(97 + n * 11 % 26) || chr(97 + n * 5 % 26) || 'son',
    date '1950-01-01' + (n * 97 % 18000)::int,
    if(n % 2 = 0, 'female', 'male'), null, 'city' || n % 9,
    n || ' ' || chr(97 + n % 26) || 'oad street'
from (select range::int as n from range(200)) as numbers
"""
# Two accounts each, `<case>:1` and `<case>:2`: name, birthday, city, address.
CASES = {
    "twin": [("maria stone", "1980-02-03", "bern", "4 elm row")] * 2,
    "slip": [
        ("peter marlowe", "1971-09-30", "basel", "9 high street"),
        ("peter marlow", "1971-09-30", "basel", "9 high stret"),
    ],
    "cards": [("anna keller", "1990-05-05", "chur", "1 mill lane")] * 2,
    "apart": [("joan rivers", "1966-11-12", "thun", "2 lake road")] * 2,
    # A couple: one address, one of them without a name.
    "couple": [
        ("ruth meier", "1981-06-07", "zug", "8 oak street"),
        (None, "1979-03-02", "zug", "8 oak street"),
    ],
    "known": [("emil frey", "1955-07-08", "biel", "3 hill road")] * 2,
    "name": [
        ("otto bauer", "1944-01-02", "uri", "5 south end"),
        ("otto bauer", "1999-12-31", "glarus", "77 north gate"),
    ],
}


def add(
    connection: duckdb.DuckDBPyConnection, key: str, member_id: str, *values: str | None
) -> None:
    """Add an account of a member, with name, birthday, city and address."""
    connection.execute(
        "insert into core.bridge_member_accounts values (?, ?, true, true)",
        [member_id, key],
    )
    connection.execute(
        "insert into restricted.match_profiles values (?, ?, ?, ?, null, null, ?, ?)",
        [key, member_id, *values],
    )


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Return a warehouse with the accounts of all cases."""
    path = tmp_path / "small.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
        connection.execute(OTHERS)
        for case, accounts in CASES.items():
            for number, values in enumerate(accounts, start=1):
                member_id = case if case == "known" else f"{case}{number}"
                add(connection, f"{case}:{number}", member_id, *values)
        connection.execute(
            "insert into intermediate.int_identity__identifiers values "
            "('cards:1', 'loyalty_no', 'company', 'l1', true, false, null), "
            "('cards:2', 'loyalty_no', 'company', 'l2', true, false, null), "
            "('twin:1', 'loyalty_no', 'company', 'l3', true, false, null), "
            "('twin:2', 'loyalty_no', 'company', 'l4', true, false, 'placeholder'), "
            # Written by hand: an accepted pair may say that two are one person's.
            "('twin:1', 'paper_no', 'company', 'n1', true, true, null), "
            "('twin:2', 'paper_no', 'company', 'n2', true, true, null)"
        )
        connection.execute(
            "insert into intermediate.int_identity__overrides values "
            "('cannot_link', 'k', 'apart:1'), ('cannot_link', 'k', 'apart:2')"
        )
    return path

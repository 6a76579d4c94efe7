"""Compares the members of a warehouse with the people who were generated.

Pairs of accounts are counted by the sizes of groups, never formed: a group of n
accounts has n (n - 1) / 2 pairs.

Run as `python -m onepool.bench.identity WAREHOUSE TRUTH`; prints the scores as JSON.
"""

import json
import sys
from pathlib import Path

import duckdb

SCORES = """
with

accounts as (
    select members.member_id, truth.person_id, truth.reachable_id
    from core.bridge_member_accounts as members
    inner join read_parquet('{truth}/accounts.parquet') as truth
        on
            members.channel_code = truth.channel_code
            and members.account_id = truth.account_id
    where members.is_latest and not truth.is_guest
),

sizes as (
    select
        grouping(member_id) as over_members,
        grouping(person_id) as over_people,
        grouping(reachable_id) as over_reachable,
        count(*) as n
    from accounts
    group by grouping sets (
        (member_id), (member_id, person_id), (member_id, reachable_id), (reachable_id)
    )
),

pairs as (
    select
        over_members,
        over_people,
        over_reachable,
        sum(n * (n - 1) / 2) as pairs
    from sizes
    group by over_members, over_people, over_reachable
)

select
    (select count(*) from accounts) as accounts,
    (select count(distinct member_id) from core.bridge_member_accounts where is_latest
    ) as members,
    (
        select max(n) from (
            select count(*) as n from core.bridge_member_accounts
            where is_latest group by member_id
        )
    ) as largest_member,
    max(pairs) filter (where over_members = 0 and over_people = 0)
    / nullif(
        max(pairs) filter (
            where over_members = 0 and over_people = 1 and over_reachable = 1
        ), 0
    ) as precision,
    max(pairs) filter (where over_members = 0 and over_reachable = 0)
    / nullif(max(pairs) filter (where over_members = 1), 0) as recall
from pairs
"""


def score(warehouse: Path, truth: Path) -> dict[str, float]:
    """Return accounts, members, accounts of the largest member, precision and recall.

    Precision is the share of joined pairs that are one person; recall is the share of
    pairs which shared identifiers can reach that were joined.

    Args:
        warehouse: DuckDB file that was built.
        truth: folder of the generated truth.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")
        relation = connection.sql(SCORES.format(truth=truth))
        row = relation.fetchone() or ()
        return dict(zip(relation.columns, row, strict=True))


if __name__ == "__main__":
    print(json.dumps(score(Path(sys.argv[1]), Path(sys.argv[2]))))

"""The reachable groups equal connected components of what was delivered."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from delivered import account_rows, normalise
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def groups(labels: dict[tuple[str, str], object]) -> set[frozenset[tuple[str, str]]]:
    members = defaultdict(set)
    for account, label in labels.items():
        members[label].add(account)
    return {frozenset(found) for found in members.values()}


def test_reachable_is_what_own_delivered_identifiers_connect(small_world: Path):
    accounts = pq.read_table(small_world / "truth" / "accounts.parquet").to_pylist()
    person_of = {
        (row["channel_code"], row["account_id"]): row["person_id"]
        for row in accounts
        if not row["is_guest"]
    }
    identifiers = pq.read_table(small_world / "truth" / "identifiers.parquet")
    owned = {
        (row["person_id"], row["identifier_type"], normalise("", row["value"]))
        for row in identifiers.to_pylist()
        if row["role"] in ("own", "recycled_from_other", "recycled_to_other")
    }

    defects = pq.read_table(small_world / "truth" / "defects.parquet").to_pylist()
    refused = {row["key"] for row in defects if row["expected"] == "quarantined"}

    seen = set()
    numbers: dict[object, int] = {}
    edges = []
    for channel, account_id, shown in account_rows(small_world):
        account = (channel, account_id)
        if account_id in refused:
            continue
        seen.add(account)
        node = numbers.setdefault(account, len(numbers))
        for kind, value in shown.items():
            clean = normalise(kind, value) if value else None
            if clean and (person_of[account], kind, clean) in owned:
                value_node = (person_of[account], kind, clean)
                edges.append((node, numbers.setdefault(value_node, len(numbers))))
    assert seen == set(person_of)

    left, right = np.array(edges).T
    graph = coo_matrix((np.ones(len(edges)), (left, right)), shape=(len(numbers),) * 2)
    _, components = connected_components(graph, directed=False)
    expected = {account: components[numbers[account]] for account in seen}
    reachable = {
        (row["channel_code"], row["account_id"]): row["reachable_id"]
        for row in accounts
        if not row["is_guest"]
    }
    assert groups(reachable) == groups(expected)
    assert len(groups(reachable)) < len(reachable)


def test_a_reachable_group_is_of_one_person(town: Path):
    accounts = pq.read_table(town / "truth" / "accounts.parquet").to_pandas()
    assert accounts.groupby("reachable_id")["person_id"].nunique().max() == 1
    assert not accounts.duplicated(["channel_code", "account_id"]).any()

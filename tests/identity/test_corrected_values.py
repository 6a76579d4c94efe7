"""Two values of a number written by hand are one person's if an accepted link says so.

The unionid stands for such a number; the loyalty number is strict.
"""

import pytest

from tests.identity.people import People, account, accounts_query

ACCOUNTS = [
    # A candidate above the threshold joins two values, and whoever holds one of them.
    account("slip:1", unionid="s1"),
    account("slip:2", unionid="s2"),
    account("slip:3", unionid="s2"),
    account("slip:4", unionid="s1", phone="p_slip"),
    account("slip:5", unionid="s2", phone="p_slip"),
    # A third value on that phone is another person's, so the phone says nothing.
    account("slip:6", unionid="s3", phone="p_slip"),
    # Nobody accepted anything: exact links refuse two values.
    account("exact:1", unionid="e1", phone="p_exact"),
    account("exact:2", unionid="e2", phone="p_exact"),
    # A candidate below the threshold, and one that was refused.
    account("below:1", unionid="b1", phone="p_below"),
    account("below:2", unionid="b2", phone="p_below"),
    account("refused:1", unionid="r1"),
    account("refused:2", unionid="r2"),
    # What a person decided counts as well.
    account("must:1", unionid="m1"),
    account("must:2", unionid="m2", phone="p_must"),
    account("must:3", unionid="m1", phone="p_must"),
    # One slip of the pen after another.
    account("chain:1", unionid="c1"),
    account("chain:2", unionid="c2"),
    account("chain:3", unionid="c3"),
    # Kept apart by a cannot_link: directly, and by somebody with the same number.
    account("apart:1", unionid="a1", phone="p_apart"),
    account("apart:2", unionid="a2", phone="p_apart"),
    account("far:1", unionid="f1"),
    account("far:2", unionid="f2"),
    account("far:3", unionid="f2"),
    # Another number that both have is strict.
    account("cards:1", unionid="k1", loyalty_no="l1"),
    account("cards:2", unionid="k2", loyalty_no="l2"),
    account("strict:1", loyalty_no="l3"),
    account("strict:2", loyalty_no="l4"),
]
CANDIDATES = [
    (f"{case}:{left}", f"{case}:{right}", probability, status)
    for case, left, right, probability, status in [
        ("slip", 1, 2, 0.97, "open"),
        ("below", 1, 2, 0.90, "open"),
        ("refused", 1, 2, 0.99, "refused"),
        ("chain", 1, 2, 0.97, "open"),
        ("chain", 2, 3, 0.97, "open"),
        ("apart", 1, 2, 0.97, "open"),
        ("far", 1, 2, 0.97, "open"),
        ("cards", 1, 2, 0.97, "open"),
        ("strict", 1, 2, 0.97, "open"),
    ]
]
OVERRIDES = [
    {
        "kind": kind,
        "channel_code": case,
        "account_id": left,
        "other_channel_code": case,
        "other_account_id": right,
        "decided_by": "clerk",
        "decided_at": "2026-01-01 00:00:00",
        "reason": "asked",
    }
    for kind, case, left, right in [
        ("must_link", "must", "1", "2"),
        ("must_link", "strict", "1", "2"),
        ("cannot_link", "apart", "1", "2"),
        ("cannot_link", "far", "1", "3"),
    ]
]
MEMBERS = {
    "slip": ["1 2 3 4 5", "6"],
    "exact": ["1", "2"],
    "below": ["1", "2"],
    "refused": ["1", "2"],
    "must": ["1 2 3"],
    "chain": ["1 2 3"],
    "apart": ["1", "2"],
    "far": ["1", "2 3"],
    "cards": ["1", "2"],
    "strict": ["1", "2"],
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """Return the members of all cases."""
    return People(
        tmp_path_factory.mktemp("corrected"),
        accounts_query(ACCOUNTS),
        OVERRIDES,
        CANDIDATES,
        accept_above=0.95,
        corrigible=["unionid"],
    )


@pytest.mark.parametrize("case", list(MEMBERS))
def test_accepted_links_join_what_is_written_by_hand(people: People, case: str) -> None:
    expected = {
        frozenset(f"{case}:{name}" for name in names.split()) for names in MEMBERS[case]
    }
    assert people.members(f"{case}:%") == expected


def test_what_is_taken_back_parts_the_values_again(people: People) -> None:
    kept = [one for one in OVERRIDES if one["channel_code"] != "must"]
    people.build(accounts_query(ACCOUNTS), kept)
    assert people.members("must:%") == {
        frozenset({"must:1", "must:3"}),
        frozenset({"must:2"}),
    }
    opened = people.rows("select account_key from int_identity__open_accounts")
    assert {key for (key,) in opened} == {"must:1", "must:2", "must:3"}

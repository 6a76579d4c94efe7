"""Candidates that a variable lets in: they link, and break no rule."""

from pathlib import Path

from tests.identity.people import People, account, accounts_query

ACCOUNTS = [
    account("likely:1", name="zhang wei"),
    account("likely:2", name="zhang wie"),
    account("unlikely:1"),
    account("unlikely:2"),
    account("refused:1"),
    account("refused:2"),
    account("cards:1", loyalty_no="l1"),
    account("cards:2", loyalty_no="l2"),
    # The card is the stronger word: it takes 2, and the candidate gives way.
    account("late:1", unionid="u1"),
    account("late:2", loyalty_no="l3"),
    account("late:3", loyalty_no="l3", unionid="u2"),
]
CANDIDATES = [
    ("likely:1", "likely:2", 0.97, "open"),
    ("unlikely:1", "unlikely:2", 0.94, "open"),
    ("refused:1", "refused:2", 0.99, "refused"),
    ("cards:1", "cards:2", 0.99, "open"),
    ("late:1", "late:2", 0.99, "accepted"),
]


def test_candidates_enter_by_the_variable(tmp_path: Path) -> None:
    people = People(
        tmp_path, accounts_query(ACCOUNTS), candidates=CANDIDATES, accept_above=0.95
    )
    assert {member for member in people.members("%") if len(member) > 1} == {
        frozenset({"late:2", "late:3"}),
        frozenset({"likely:1", "likely:2"}),
    }
    assert people.rows(
        "select identifier_type from int_identity__forest where left_key like 'likely%'"
    ) == [("fuzzy_match",)]

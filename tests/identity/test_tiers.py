"""Who is one person: the cases that hurt, each on accounts of its own."""

import pytest

from tests.identity.people import People, account, accounts_query

SHARED = 100_000
# One value on very many accounts, as a till writes when the customer has no phone.
MANY = f"""
union all by name
select
    'till:' || range as account_key, 'till' as channel_code,
    timestamp '2025-06-01' as registered_at, timestamp '2025-06-01' as first_seen_at,
    'everybody' as phone_hash
from range({SHARED})
"""
# What happened before the number was silent, and after.
OLD = {"registered_at": "2023-01-01", "last_activity_at": "2023-05-01"}
NEW = {"registered_at": "2024-01-01", "last_activity_at": "2024-03-01"}
ACCOUNTS = [
    # Two loyalty numbers on one phone: the phone says nothing of the third holder.
    account("cards:1", phone="p_cards", loyalty_no="l1"),
    account("cards:2", phone="p_cards", loyalty_no="l2"),
    account("cards:3", phone="p_cards"),
    account("cards:4", phone="p_cards", loyalty_no="l1"),
    # A family with one phone: two have names, one is known by birthday.
    account("family:m1", phone="p_family", name="mother"),
    account("family:m2", phone="p_family", name="mother", birthday="1985-03-03"),
    account("family:m3", phone="p_family", birthday="1985-03-03"),
    account("family:s1", phone="p_family", name="son"),
    account("family:s2", phone="p_family", name="son"),
    account("family:x", phone="p_family"),
    # One phone, nobody says anything else: one person.
    account("quiet:1", phone="p_quiet"),
    account("quiet:2", phone="p_quiet", name="quiet"),
    account("quiet:3", phone="p_quiet", birthday="1991-02-02"),
    # A nickname is no name.
    account("nick:1", phone="p_nick", name="nick") | {"name_kind": "nickname"},
    account("nick:2", phone="p_nick", name="other"),
    # The number went to somebody else after a silence.
    account("recycled:o1", phone="p_recycled", **OLD),
    account("recycled:o2", phone="p_recycled", **OLD),
    account("recycled:n1", phone="p_recycled", **NEW),
    account("recycled:n2", phone="p_recycled", **NEW),
    # The same silence, but the same name on both sides of it.
    account("silent:o1", phone="p_silent", name="silent", **OLD),
    account("silent:o2", phone="p_silent", **OLD),
    account("silent:n1", phone="p_silent", name="silent", **NEW),
    # Only registered, and not so long ago: nobody knows that it fell silent.
    account("card:1", phone="p_card", registered_at="2023-06-01"),
    account("card:2", phone="p_card", registered_at="2024-01-01"),
    # Placeholders and nothing at all.
    account("empty:1", phone="placeholder"),
    account("empty:2", phone="placeholder"),
    account("empty:3"),
    account("empty:4"),
    # A clerk's slip of the pen hits somebody's number.
    account("typo:1", phone="p_typo", name="owner"),
    account("typo:2", phone="p_typo"),
    account("paper_card:typo", phone="p_typo", name="stranger"),
    # A unionid that two loyalty cards claim, and one that one claims.
    account("union:1", unionid="u1", loyalty_no="l3"),
    account("union:2", unionid="u1", loyalty_no="l4"),
    account("union:3", unionid="u2", loyalty_no="l5"),
    account("union:4", unionid="u2"),
    # Usable one by one, two phones in a row would join two loyalty numbers.
    account("row:1", phone="p_row1", loyalty_no="l6", registered_at="2025-01-01"),
    account("row:2", phone="p_row1", unionid="u3", registered_at="2025-01-02"),
    account("row:3", phone="p_row2", unionid="u3", registered_at="2025-01-03"),
    account("row:4", phone="p_row2", loyalty_no="l7", registered_at="2025-01-04"),
    account("row:5", phone="p_row2", registered_at="2025-01-05"),
    # A later tier does not join what an earlier one told apart.
    account("late:1", email="e_late", loyalty_no="l8"),
    account("late:2", email="e_late", loyalty_no="l9"),
    # An openid means something in its channel only.
    account("wx1:1", openid="o1"),
    account("wx2:1", openid="o1"),
    account("wx2:2", openid="o1"),
    # Overrides.
    account("must:1", phone="p_must1"),
    account("must:2", phone="p_must2"),
    account("blocked:1", phone="p_blocked"),
    account("blocked:2", phone="p_blocked"),
    account("apart:1", phone="p_apart", registered_at="2025-01-01"),
    account("apart:2", phone="p_apart", registered_at="2025-01-02"),
    account("apart:3", phone="p_apart", registered_at="2025-01-03", email="e_apart"),
    account("apart:4", email="e_apart", registered_at="2025-01-04"),
    account("apart:5", phone="p_apart", registered_at="2025-01-05"),
]
OVERRIDES = [
    {
        "kind": kind,
        "channel_code": channel,
        "account_id": left,
        "other_channel_code": channel,
        "other_account_id": right,
        "decided_by": "clerk",
        "decided_at": "2026-01-01 00:00:00",
        "reason": "asked",
    }
    for kind, channel, left, right in [
        ("must_link", "must", "1", "2"),
        ("cannot_link", "apart", "5", "2"),
    ]
] + [
    {
        "kind": "blocked_identifier",
        "identifier_type": "phone",
        "identifier_hash": "p_blocked",
        "decided_by": "clerk",
        "decided_at": "2026-01-01 00:00:00",
        "reason": "asked",
    }
]
MEMBERS = {
    "cards": ["1 4", "2", "3"],
    "family": ["m1 m2 m3", "s1 s2", "x"],
    "quiet": ["1 2 3"],
    "nick": ["1 2"],
    "recycled": ["o1 o2", "n1 n2"],
    "silent": ["o1 o2 n1"],
    "card": ["1 2"],
    "empty": ["1", "2", "3", "4"],
    "typo": ["1 2"],
    "union": ["1", "2", "3 4"],
    "row": ["1 2 3 5", "4"],
    "late": ["1", "2"],
    "wx1": ["1"],
    "wx2": ["1 2"],
    "must": ["1 2"],
    "blocked": ["1", "2"],
    "apart": ["1 2 3 4", "5"],
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """Return the members of all cases."""
    query = accounts_query(ACCOUNTS, MANY)
    # Nobody set fuzzy_accept_above, so a sure candidate links nothing either.
    candidates = [("empty:3", "empty:4", 1.0, "open")]
    return People(tmp_path_factory.mktemp("people"), query, OVERRIDES, candidates)


@pytest.mark.parametrize("channel", list(MEMBERS))
def test_members_are_persons(people: People, channel: str) -> None:
    expected = {
        frozenset(f"{channel}:{name}" for name in names.split())
        for names in MEMBERS[channel]
    }
    assert people.members(f"{channel}:%") == expected


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("cards:%", "conflicting_loyalty_no"),
        ("family:%", "conflicting_names"),
        ("recycled:n%", "recycled"),
        ("empty:_", "placeholder"),
        ("paper_card:typo", "conflicting_names"),
        ("union:%", "conflicting_loyalty_no"),
        ("late:%", "conflicting_loyalty_no"),
        ("blocked:%", "blocked"),
    ],
)
def test_what_was_not_used_has_its_reason(
    people: People, pattern: str, reason: str
) -> None:
    assert set(people.reasons(pattern).values()) == {reason}


def test_what_was_used_is_not_listed_as_rejected(people: People) -> None:
    for channel in ("quiet", "silent", "card", "typo", "must"):
        assert people.reasons(f"{channel}:%") == {}


def test_a_link_that_would_join_two_cards_is_left_out(people: People) -> None:
    assert people.reasons("row:%") == {"row:4": "breaks_uniqueness"}
    assert people.reasons("apart:%") == {"apart:5": "cannot_link"}


def test_a_value_on_very_many_accounts_links_none(people: People) -> None:
    assert people.rows(
        "select count(distinct component_key), count(*) from int_identity__components "
        "where account_key like 'till:%'"
    ) == [(SHARED, SHARED)]
    assert people.rows(
        "select reason, count(*) from int_identity__rejected_links "
        "where account_key like 'till:%' group by all"
    ) == [("too_many_accounts", SHARED)]


def test_every_account_is_of_one_member(people: People) -> None:
    assert people.rows(
        "select count(*), count(distinct account_key) from int_identity__components"
    ) == [(len(ACCOUNTS) + SHARED, len(ACCOUNTS) + SHARED)]

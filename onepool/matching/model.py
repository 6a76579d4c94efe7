"""The Splink model: which accounts are compared, how, and with which parameters.

Probabilities are estimated from the accounts themselves: u from random pairs, m by
expectation maximisation (Fellegi and Sunter 1969, as implemented by Splink). The random
sample is seeded, so equal accounts give equal scores.
"""

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from splink import Linker

ACCOUNTS = "accounts"
FIELDS = ("name", "birthday", "city", "address", "gender")
NOT_INSTALLED = (
    "fuzzy matching needs Splink: install it with `pip install 'onepool[fuzzy]'` "
    "(or `pip install -r requirements-fuzzy.txt`)"
)
BLOCKING: dict[str, tuple[str, ...]] = {
    "same name and city": ("name_words", "city"),
    "same name and year of birth": ("name_words", "substr(birthday, 1, 4)"),
    "same birthday and city": ("birthday", "city"),
    "same birthday and initial": ("birthday", "substr(name_words, 1, 1)"),
    "same address": ("address",),
    "same month of birth and two letters": (
        "substr(birthday, 1, 7)",
        "substr(name_words, 1, 2)",
    ),
    "same city, gender and day of birth": ("city", "gender", "substr(birthday, 6, 5)"),
}
"""Pairs are compared that agree in all expressions of one of these rules."""

TRAINING: tuple[tuple[str, ...], ...] = (("birthday",), ("name",))
"""Expectation maximisation runs on pairs that agree in these; each field needs one."""

SURE: tuple[tuple[str, ...], ...] = (("name", "birthday"), ("address", "birthday"))
"""Who agrees in these is nearly surely one person: tells how common matches are."""

STARTING_M: dict[str, tuple[float, ...]] = {
    "name": (0.60, 0.03, 0.15, 0.07, 0.07, 0.08),
    "birthday": (0.90, 0.03, 0.01, 0.06),
    "city": (0.75, 0.10, 0.15),
    "address": (0.35, 0.30, 0.15, 0.20),
    "gender": (0.97, 0.03),
}
"""Share of each level among pairs of one person, from equal to different, until enough
pairs teach better."""

SURE_RECALL = 0.7
LEAST_TRAINING_PAIRS = 1000
SAMPLED_PAIRS = 1_000_000


class MatchError(Exception):
    """Candidates cannot be computed; the text says what to do."""


@dataclass(frozen=True)
class Work:
    """Pairs that the blocking rules let through, each rule by itself.

    Attributes:
        pairs: number of pairs by name of the rule.
    """

    pairs: dict[str, int]

    @property
    def total(self) -> int:
        """Return the pairs of all rules; one that several let through counts often."""
        return sum(self.pairs.values())


def count_pairs(connection: duckdb.DuckDBPyConnection) -> Work:
    """Count what each blocking rule would compare, without forming a pair.

    Args:
        connection: holds the table `accounts`.
    """
    return Work({name: _pairs(connection, rule) for name, rule in BLOCKING.items()})


def score(
    connection: duckdb.DuckDBPyConnection, least_probability: float, seed: int
) -> str:
    """Score the pairs that a blocking rule lets through.

    Args:
        connection: holds the table `accounts`: unique_id, name, name_words, birthday
            (YYYY-MM-DD as text), city, address, gender; null where unknown.
        least_probability: pairs below are left out.
        seed: of the random pairs.

    Returns:
        name of the table of scored pairs: unique_id_l, unique_id_r, match_weight
        (log2 of the odds), match_probability, gamma_<field> of each compared field.

    Raises:
        MatchError: Splink is not installed, or nothing can be compared.
    """
    linker = _linker(connection)
    _train(linker, connection, seed)
    scored = linker.inference.predict(
        threshold_match_probability=least_probability, warning_mode="never"
    )
    return scored.physical_name


def _linker(connection: duckdb.DuckDBPyConnection) -> "Linker":
    try:
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError as error:
        raise MatchError(NOT_INSTALLED) from error
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(compared_fields(connection)),
        blocking_rules_to_generate_predictions=[
            block_on(*expressions) for expressions in BLOCKING.values()
        ],
        linker_uid="onepool",
    )
    database = DuckDBAPI(connection)
    return Linker(database.register(ACCOUNTS), settings, log_level=None)


def compared_fields(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the fields in which at least two values are known.

    Raises:
        MatchError: there is no name, or nothing beside it.
    """
    known = [
        field
        for field in FIELDS
        if connection.execute(
            f"select count(distinct {field}) > 1 from {ACCOUNTS}"
        ).fetchall()[0][0]
    ]
    if "name" not in known:
        raise MatchError(
            "no account has the name of a person: there is nothing to compare"
        )
    if len(known) < 2:
        raise MatchError(
            "accounts have names but no birthday, city, address or gender: a name "
            "alone makes nobody one person"
        )
    return known


def _comparisons(fields: list[str]) -> list[Any]:
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    close = {
        "name": [
            levels.ExactMatchLevel("name_words"),
            levels.JaroWinklerLevel("name", 0.92),
            levels.JaroWinklerLevel("name_words", 0.88),
            levels.JaroWinklerLevel("name", 0.75),
        ],
        "birthday": [
            levels.DamerauLevenshteinLevel("birthday", 1),
            levels.DamerauLevenshteinLevel("birthday", 2),
        ],
        "city": [levels.JaroWinklerLevel("city", 0.88)],
        "address": [
            levels.JaroWinklerLevel("address", 0.92),
            levels.JaroWinklerLevel("address", 0.8),
        ],
        "gender": [],
    }
    comparisons = []
    for field in fields:
        # A rare name or city says more than a common one.
        equal = levels.ExactMatchLevel(
            field, term_frequency_adjustments=field in ("name", "city")
        )
        graded = [equal, *close[field], levels.ElseLevel()]
        comparisons.append(
            CustomComparison(
                output_column_name=field,
                comparison_levels=[
                    levels.NullLevel(field),
                    *(
                        level.configure(m_probability=start)
                        for level, start in zip(graded, STARTING_M[field], strict=True)
                    ),
                ],
            )
        )
    return comparisons


def exact_level(field: str) -> int:
    """Return the number that Splink gives to equal values; 0 differ, -1 are unknown."""
    return len(STARTING_M[field]) - 1


def _train(linker: "Linker", connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    from splink import block_on

    training = linker.training
    fields = compared_fields(connection)
    sure = [rule for rule in SURE if set(rule) <= set(fields)]
    if sum(_pairs(connection, rule) for rule in sure) >= LEAST_TRAINING_PAIRS:
        training.estimate_probability_two_random_records_match(
            [block_on(*rule) for rule in sure], recall=SURE_RECALL
        )
    training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=seed)
    for rule in TRAINING:
        if not set(rule) <= set(fields) or (
            _pairs(connection, rule) < LEAST_TRAINING_PAIRS
        ):
            continue
        # Splink has no number for a level that never occurs among matches and stops
        # with a ValueError then; what was known before is kept.
        with contextlib.suppress(ValueError):
            training.estimate_parameters_using_expectation_maximisation(block_on(*rule))


def _pairs(connection: duckdb.DuckDBPyConnection, rule: tuple[str, ...]) -> int:
    known = " and ".join(f"{expression} is not null" for expression in rule)
    row = connection.execute(
        "select coalesce(sum(n * (n - 1) // 2), 0)::bigint from (select count(*) as n "
        f"from {ACCOUNTS} where {known} group by {', '.join(rule)})"
    ).fetchone()
    return row[0] if row else 0

"""The settings of Splink's own demonstrations on febrl3 and febrl4, as a yardstick.

Comparisons, blocking rules and training are those of docs/demos/examples/duckdb of
Splink 5; they read all fields of febrl, the social-security number among them.
"""

import logging
from typing import Any

import duckdb

SURE_RECALL = {"febrl3": 0.9, "febrl4": 0.8}


def _settings(name: str) -> dict[str, Any]:
    import splink.comparison_library as cl
    from splink import block_on

    is_linking = name == "febrl4"
    postcode = (
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2])
        if is_linking
        else cl.ExactMatch("postcode")
    )
    names = [cl.NameComparison("given_name"), cl.NameComparison("surname")]
    if is_linking:
        names = [one.configure(term_frequency_adjustments=True) for one in names]
        blocking = [
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ]
    else:
        fields = ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
        blocking = [block_on(field) for field in fields]
    return {
        "unique_id_column_name": "rec_id",
        "link_type": "link_only" if is_linking else "dedupe_only",
        "blocking_rules_to_generate_predictions": blocking,
        "comparisons": [
            *names,
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
            ),
            cl.DamerauLevenshteinAtThresholds(
                "soc_sec_id", [1, 2] if is_linking else [2]
            ),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            postcode.configure(term_frequency_adjustments=True),
        ],
    }


def splink_pairs(
    name: str, connection: duckdb.DuckDBPyConnection, tables: list[str]
) -> str:
    """Score pairs by the demonstration's settings.

    Args:
        name: febrl3 or febrl4.
        connection: holds the tables.
        tables: one table to find duplicates in, or two to link; columns as in febrl.

    Returns:
        name of a table rec_id_l, rec_id_r, match_probability of at least 0.2.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    database = DuckDBAPI(connection)
    inputs = [database.register(table) for table in tables]
    linker = Linker(
        inputs[0] if len(inputs) == 1 else inputs,
        SettingsCreator(**_settings(name)),
        log_level=None,
    )
    sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    linker.training.estimate_probability_two_random_records_match(
        sure, recall=SURE_RECALL[name]
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    for field in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(field), estimate_without_term_frequencies=name == "febrl4"
        )
    scored = linker.inference.predict(
        threshold_match_probability=0.2, warning_mode="never"
    )
    return scored.physical_name

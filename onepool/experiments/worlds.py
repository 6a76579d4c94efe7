"""Seeded experiments whose effects are known, by the law of `onepool generate`."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

EFFECTS = (0.12, 0.18, 0.09, 0.15)
"""Extra orders a treated person, as the generator's campaigns have them."""

CONTROL_SHARE = 0.4
START = pd.Timestamp("2026-03-01 16:00:00")
"""Midnight of 2026-03-02 in the business time zone, UTC."""

PRE_DAYS = 90
WINDOW_DAYS = 14
MEAN_AMOUNT = 200.0
"""Mean net amount of an order, major unit."""


@dataclass(frozen=True)
class World:
    """Assignments and orders of experiments, one a campaign.

    Attributes:
        assignments: experiment_no, member_id, arm, propensity, assigned_at (UTC).
        orders: order_key, member_id, paid_at (UTC), net_amount (major unit).
        effects: experiment_no, effect (extra orders a treated member).
    """

    assignments: pd.DataFrame
    orders: pd.DataFrame
    effects: pd.DataFrame


def draw(experiments: int, members: int, seed: int, scale: float) -> World:
    """Draw experiments of members of their own.

    Members buy at a rate of their own (gamma), before the campaign and in it, amounts
    are lognormal. A treated member makes one more order in the window with the chance
    of the effect, at any time of it.

    Args:
        experiments: how many; the n-th depends on the seed and n alone.
        members: members of each.
        seed: seed of them all.
        scale: factor of the effects; 0 makes A/A tests.
    """
    assignments, orders, effects = [], [], []
    for number in range(experiments):
        random = np.random.default_rng([seed, number])
        effect = EFFECTS[number % len(EFFECTS)] * scale
        ids = np.array([f"m{number:03d}_{member:06d}" for member in range(members)])
        treated = random.random(members) >= CONTROL_SHARE
        rates = random.gamma(0.8, 0.02, members)
        before = _times(random, ids, random.poisson(rates * PRE_DAYS), -PRE_DAYS, 0)
        within = _times(
            random, ids, random.poisson(rates * WINDOW_DAYS), 0, WINDOW_DAYS
        )
        extra = treated & (random.random(members) < effect)
        added = _times(random, ids, extra.astype(int), 0, WINDOW_DAYS)
        bought = pd.concat([before, within, added], ignore_index=True)
        bought["net_amount"] = np.round(
            random.lognormal(np.log(MEAN_AMOUNT) - 0.32, 0.8, len(bought)), 2
        )
        orders.append(bought)
        effects.append((number, effect))
        assignments.append(
            pd.DataFrame(
                {
                    "experiment_no": number,
                    "member_id": ids,
                    "arm": np.where(treated, "treatment", "control"),
                    "propensity": np.where(treated, 1 - CONTROL_SHARE, CONTROL_SHARE),
                    "assigned_at": START,
                }
            )
        )
    all_orders = pd.concat(orders, ignore_index=True)
    all_orders["order_key"] = "o" + all_orders.index.astype(str)
    return World(
        assignments=pd.concat(assignments, ignore_index=True),
        orders=all_orders,
        effects=pd.DataFrame(effects, columns=["experiment_no", "effect"]),
    )


def _times(
    random: np.random.Generator,
    ids: np.ndarray,
    counts: np.ndarray,
    low: int,
    high: int,
) -> pd.DataFrame:
    """Return one row an order, at any second of some days from the start."""
    buyers = np.repeat(ids, counts)
    seconds = np.floor(random.uniform(low * 86400, high * 86400, len(buyers)))
    return pd.DataFrame(
        {"member_id": buyers, "paid_at": START + pd.to_timedelta(seconds, unit="s")}
    )

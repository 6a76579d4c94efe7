"""Daily series whose truth is known: season, growth, events, shifts and breaks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

BREAK = 0.8
"""What is left of a value on a planted day."""

BREAK_DAYS = 3
FIRST_BREAK = 150
BREAK_EVERY = 80
LEVEL = 1000.0


@dataclass(frozen=True)
class Family:
    """A kind of series.

    Attributes:
        name: how the report calls it.
        noise: standard deviation of the logarithm of a day's value.
        growth: growth in 30 days, as a share.
        shift: lasting change of level at one day in the second half, as a share.
        drift: standard deviation of the daily step of a slow wandering of the level.
        count: mean of a Poisson count a day; None for amounts.
        share: probability of a binomial share of `count` trials; None otherwise.
    """

    name: str
    noise: float = 0.0
    growth: float = 0.0
    shift: float = 0.0
    drift: float = 0.0
    count: float | None = None
    share: float | None = None


FAMILIES = (
    Family("amount, noise 3 %", noise=0.03),
    Family("amount, noise 5 %", noise=0.05),
    Family("amount, noise 10 %", noise=0.10),
    Family("amount, noise 20 %", noise=0.20),
    Family("growing 5 % a month", noise=0.05, growth=0.05),
    Family("growing 15 % a month", noise=0.05, growth=0.15),
    Family("shrinking 5 % a month", noise=0.05, growth=-0.05),
    Family("wandering level", noise=0.05, drift=0.01),
    Family("level shift up 40 %", noise=0.05, shift=0.4),
    Family("level shift down 30 %", noise=0.05, shift=-0.3),
    Family("count, 200 a day", count=200),
    Family("count, 20 a day", count=20),
    Family("count, 3 a day", count=3),
    Family("count, 0.3 a day", count=0.3),
    Family("share of 500 a day", count=500, share=0.2),
    Family("share of 30 a day", count=30, share=0.2),
)


def generate(calendar: pd.DataFrame, each: int, seed: int) -> pd.DataFrame:
    """Return `each` series of every family over the days of a calendar.

    Args:
        calendar: one row a day, ascending: date_day, weekday_number (1 to 7),
            is_promotion_day, is_public_holiday.
        each: series of a family.
        seed: seed of all draws; the same seed gives the same series.

    Returns:
        one row a day and series: series_no, family, on_date, value, denominator (of
        shares, else NaN), is_count, is_share, days_since_shift (negative before it, NaN
        without one).
    """
    random = np.random.default_rng(seed)
    frames = []
    for family in FAMILIES:
        for _ in range(each):
            frame = _one(family, calendar, random)
            frame.insert(0, "series_no", len(frames) + 1)
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def plant_breaks(series: pd.DataFrame) -> pd.DataFrame:
    """Return the series with drops of 20 % for three days, again and again.

    Adds break_day: 0, 1 or 2 on planted days, -1 on others. Breaks lie 80 days
    apart, so that one is forgotten before the next.
    """
    day = series.groupby("series_no").cumcount()
    since = day - FIRST_BREAK - series["series_no"] * 7 % BREAK_EVERY
    planted = (since >= 0) & (since % BREAK_EVERY < BREAK_DAYS)
    broken = series.copy()
    broken["break_day"] = np.where(planted, since % BREAK_EVERY, -1)
    broken.loc[planted, "value"] *= BREAK
    return broken


def _one(
    family: Family, calendar: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    days = len(calendar)
    day = np.arange(days)
    week = 1 + random.normal(0, 0.15, 7)
    week[5:] += random.uniform(0, 0.5)
    level = (week / week.mean())[calendar["weekday_number"].to_numpy() - 1]
    level = level * (1 + family.growth) ** (day / 30)
    level = level * np.exp(_wandering(days, family.drift, random))
    level = level * np.where(
        calendar["is_promotion_day"], random.uniform(1.3, 2.5), 1.0
    )
    level = level * np.where(
        calendar["is_public_holiday"], random.uniform(0.7, 1.4), 1.0
    )
    since = np.full(days, np.nan)
    if family.shift:
        since = day - float(random.integers(days // 2, days * 4 // 5))
        level = level * np.where(since >= 0, 1 + family.shift, 1.0)
    denominator = np.full(days, np.nan)
    if family.share is not None:
        denominator = random.poisson(family.count * level).astype(float)
        hits = random.binomial(denominator.astype(int), family.share)
        value = np.divide(
            hits, denominator, out=np.full(days, np.nan), where=denominator > 0
        )
    elif family.count is not None:
        value = random.poisson(family.count * level).astype(float)
    else:
        value = LEVEL * level * np.exp(random.normal(0, family.noise, days))
    return pd.DataFrame(
        {
            "family": family.name,
            "on_date": calendar["date_day"].to_numpy(),
            "value": value,
            "denominator": denominator,
            "is_count": family.count is not None and family.share is None,
            "is_share": family.share is not None,
            "days_since_shift": since,
        }
    )


def _wandering(days: int, step: float, random: np.random.Generator) -> np.ndarray:
    wander = np.zeros(days)
    for day in range(1, days):
        wander[day] = 0.98 * wander[day - 1] + random.normal(0, step)
    return wander

"""Write the seed of calendar events: holidays, make-up workdays, promotions, seasons.

Public holidays and make-up workdays are the ones of the State Council's notices, as the
package `chinesecalendar` carries them; it knows a year once the notice is out, so later
years have promotions and seasons only. Nothing is downloaded:

    python -m onepool.calendar_seed

Run it again after an upgrade of the package (requirements-dev.txt).
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import click

SEED = Path(__file__).parents[1] / "seeds" / "dimensions" / "calendar_events.csv"
FIRST_YEAR = 2018
LAST_YEAR = 2035

PUBLIC_HOLIDAY = "public_holiday"
MAKEUP_WORKDAY = "makeup_workday"
PROMOTION = "promotion"
SEASON = "season"

HOLIDAY_NAMES = {
    "new_years_day": "元旦",
    "spring_festival": "春节",
    "tomb_sweeping_day": "清明节",
    "labour_day": "劳动节",
    "dragon_boat_festival": "端午节",
    "national_day": "国庆节",
    "mid_autumn_festival": "中秋节",
}

# Days of the lunar calendar: first of the first month, seventh of the seventh,
# fifteenth of the eighth. A table, because the new moons of February 2027 and 2030 fall
# minutes from midnight in Beijing, where computed calendars disagree.
LUNAR_DAYS = {
    2018: ("2018-02-16", "2018-08-17", "2018-09-24"),
    2019: ("2019-02-05", "2019-08-07", "2019-09-13"),
    2020: ("2020-01-25", "2020-08-25", "2020-10-01"),
    2021: ("2021-02-12", "2021-08-14", "2021-09-21"),
    2022: ("2022-02-01", "2022-08-04", "2022-09-10"),
    2023: ("2023-01-22", "2023-08-22", "2023-09-29"),
    2024: ("2024-02-10", "2024-08-10", "2024-09-17"),
    2025: ("2025-01-29", "2025-08-29", "2025-10-06"),
    2026: ("2026-02-17", "2026-08-19", "2026-09-25"),
    2027: ("2027-02-06", "2027-08-08", "2027-09-15"),
    2028: ("2028-01-26", "2028-08-26", "2028-10-03"),
    2029: ("2029-02-13", "2029-08-16", "2029-09-22"),
    2030: ("2030-02-03", "2030-08-05", "2030-09-12"),
    2031: ("2031-01-23", "2031-08-24", "2031-10-01"),
    2032: ("2032-02-11", "2032-08-12", "2032-09-19"),
    2033: ("2033-01-31", "2033-08-01", "2033-09-08"),
    2034: ("2034-02-19", "2034-08-20", "2034-09-27"),
    2035: ("2035-02-08", "2035-08-10", "2035-09-16"),
}


class Event(NamedTuple):
    """One row of the seed: a day on which an event lies."""

    on_date: date
    event_code: str
    event_name: str
    event_name_en: str
    kind: str


class Period(NamedTuple):
    """An event that comes every year, on one day or on a run of days."""

    event_code: str
    event_name: str
    event_name_en: str
    kind: str
    first_day: Callable[[int], date]
    days: int = 1


def spring_festival(year: int) -> date:
    """Return the first day of the lunar year."""
    return date.fromisoformat(LUNAR_DAYS[year][0])


def qixi(year: int) -> date:
    """Return the seventh day of the seventh lunar month."""
    return date.fromisoformat(LUNAR_DAYS[year][1])


def mid_autumn(year: int) -> date:
    """Return the fifteenth day of the eighth lunar month."""
    return date.fromisoformat(LUNAR_DAYS[year][2])


def fixed(month: int, day: int) -> Callable[[int], date]:
    """Return the rule of a day that has the same date every year."""
    return lambda year: date(year, month, day)


def sunday(month: int, number: int) -> Callable[[int], date]:
    """Return the rule of the nth Sunday of a month."""

    def rule(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=6 - first.weekday() + 7 * (number - 1))

    return rule


PERIODS = (
    Period(
        "new_year_goods",
        "年货节",
        "Spring Festival shopping season",
        SEASON,
        lambda year: spring_festival(year) - timedelta(days=30),
        days=30,
    ),
    Period("valentines_day", "情人节", "Valentine's Day", PROMOTION, fixed(2, 14)),
    Period("queens_day", "3.8女王节", "Queen's Day", PROMOTION, fixed(3, 8)),
    Period("mothers_day", "母亲节", "Mother's Day", PROMOTION, sunday(5, 2)),
    Period("confession_day", "5.20表白日", "Confession Day", PROMOTION, fixed(5, 20)),
    Period("childrens_day", "儿童节", "Children's Day", PROMOTION, fixed(6, 1)),
    Period("mid_year_618", "618年中大促", "618 sale", PROMOTION, fixed(6, 1), days=20),
    Period("mid_year_618_peak", "618当日", "618 peak day", PROMOTION, fixed(6, 18)),
    Period("fathers_day", "父亲节", "Father's Day", PROMOTION, sunday(6, 3)),
    Period("qixi_day", "七夕节", "Qixi", PROMOTION, qixi),
    Period("shopping_818", "8.18购物节", "8.18 sale", PROMOTION, fixed(8, 18)),
    Period("shopping_99", "9.9大促", "9.9 sale", PROMOTION, fixed(9, 9)),
    Period("mid_autumn_day", "中秋促销", "Mid-autumn sale", PROMOTION, mid_autumn),
    Period(
        "double_eleven", "双11大促", "Double 11 sale", PROMOTION, fixed(11, 1), days=11
    ),
    Period(
        "double_eleven_peak", "双11当日", "Double 11 peak day", PROMOTION, fixed(11, 11)
    ),
    Period("double_twelve", "双12大促", "Double 12 sale", PROMOTION, fixed(12, 12)),
)


def official_events() -> Iterator[Event]:
    """Yield the public holidays and make-up workdays the package knows.

    Raises:
        ModuleNotFoundError: `chinesecalendar` is not installed.
        KeyError: The package names a holiday that has no Chinese name here.
    """
    from chinese_calendar import Holiday, holidays, workdays

    for days, kind, suffix, name, name_en in (
        (holidays, PUBLIC_HOLIDAY, "", "", ""),
        (workdays, MAKEUP_WORKDAY, "_makeup", "调休上班", " make-up workday"),
    ):
        for on_date, holiday in days.items():
            if on_date.year >= FIRST_YEAR:
                code = Holiday(holiday).name
                yield Event(
                    on_date,
                    code + suffix,
                    HOLIDAY_NAMES[code] + name,
                    holiday + name_en,
                    kind,
                )


def yearly_events(years: Iterable[int]) -> Iterator[Event]:
    """Yield the promotions and seasons of some years, one event a day."""
    for year in years:
        for period in PERIODS:
            for offset in range(period.days):
                yield Event(
                    period.first_day(year) + timedelta(days=offset),
                    period.event_code,
                    period.event_name,
                    period.event_name_en,
                    period.kind,
                )


def seed_text() -> str:
    """Return the whole seed as CSV, ordered by day and event.

    Raises:
        ModuleNotFoundError: `chinesecalendar` is not installed.
    """
    events = [*official_events(), *yearly_events(range(FIRST_YEAR, LAST_YEAR + 1))]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Event._fields)
    writer.writerows(sorted(events))
    return text.getvalue()


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=SEED,
    help="File to write; the seed of the project unless told otherwise.",
)
def command(out: Path) -> None:
    """Write the seed of calendar events."""
    text = seed_text()
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out.name}: {text.count(chr(10)) - 1:,} rows")


if __name__ == "__main__":
    command()
